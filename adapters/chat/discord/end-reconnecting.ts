import { SimpleShardingStrategy, WebSocketShardStatus } from 'discord.js';

type ShardManager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

export type Reconnecting = {
  /** For the client's `ws` options. */
  buildStrategy: (manager: ShardManager) => SimpleShardingStrategy;
  /** From now on no shard connects again. Resolves once none is about to, which takes as long as Discord is silent. */
  end(): Promise<void>;
};

const PAUSE_MS = 50;

/**
 * Makes a client safe to destroy while it reconnects. By itself discord.js then takes the listeners off a socket in the
 * making, whose failure later ends the process, and opens another that waited for its turn.
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
      // Asked for before each connection: one that waits for its answer is never made.
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
