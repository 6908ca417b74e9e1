import { SimpleShardingStrategy, WebSocketShardStatus } from 'discord.js';

type ShardManager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

export type Reconnecting = {
  /** Goes into the client's `ws` options. */
  buildStrategy: (manager: ShardManager) => SimpleShardingStrategy;
  /**
   * Stops all shards from reconnecting. Resolves once none is about to, which can take as long as Discord stays silent.
   */
  end(): Promise<void>;
};

const PAUSE_MS = 50;

/**
 * Makes a client safe to destroy while it reconnects. Otherwise discord.js takes the listeners off a socket that is
 * still connecting, whose failure later crashes the process, and opens the one queued behind it.
 */
export function createReconnecting(): Reconnecting {
  let strategy: SimpleShardingStrategy | undefined;
  let isEnded = false;

  async function isConnecting(): Promise<boolean> {
    const statuses = await strategy?.fetchStatus();
    return statuses?.some((status) => status === WebSocketShardStatus.Connecting) ?? false;
  }

  return {
    buildStrategy(manager) {
      const { options } = manager;
      const retrieve = options.retrieveSessionInfo.bind(options);
      // discord.js awaits this before each connection, so a promise that never resolves prevents it.
      options.retrieveSessionInfo = (shardId) => (isEnded ? new Promise(() => undefined) : retrieve(shardId));
      strategy = new SimpleShardingStrategy(manager);
      return strategy;
    },
    async end() {
      isEnded = true;
      while (await isConnecting()) await pause();
    },
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS).unref();
  });
}
