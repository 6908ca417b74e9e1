import { must } from '#src/domain/kit/must.ts';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';
import type { Clock } from '#src/ports/clock.ts';
import { openShard, type Shard, type ShardOptions } from './open-shard.ts';
import { troubleOf } from './trouble-of.ts';

export type ShardsOptions = Omit<ShardOptions, 'shard' | 'sessions' | 'onLost'> & {
  clock: Clock;
  /** How many there are. */
  shards: number;
  /** Sessions to go on with, by the number of the shard. They outlive a connection. */
  sessions: ShardOptions['sessions'];
  /** Called once, when a connection is lost and cannot be opened again by itself. */
  onLost: (trouble: Trouble) => void;
};

/** All of a bot's connections to Discord's gateway. */
export type Shards = {
  /** Opens several at the same time. Rejects, and leaves none of them open, when one fails. */
  open(shardIds: readonly number[]): Promise<void>;
  close(options: { keepsSession: boolean }): Promise<void>;
};

/** A connection that lasted as long was a good one. */
const GOOD_AFTER_MS = 60_000;

/** Opens a connection again that is lost, and leaves the others as they are. */
export function createShards(options: ShardsOptions): Shards {
  const { clock, log, signal, shards: count } = options;
  const open = new Map<number, { shard: Shard; openedAt: Date }>();
  const over = new AbortController();

  async function close({ keepsSession }: { keepsSession: boolean }): Promise<void> {
    over.abort();
    await Promise.allSettled([...open.values()].map(({ shard }) => shard.close({ keepsSession })));
  }
  /** All are connected again together: one that breaks at once must not be opened again and again. */
  function endAll(trouble: Trouble): void {
    if (over.signal.aborted) return;
    void close({ keepsSession: true });
    options.onLost(trouble);
  }
  async function openOne(shardId: number, until: AbortSignal): Promise<Shard> {
    const shard: [number, number] = [shardId, count];
    return openShard({
      ...options,
      shard,
      signal: until,
      onLost: (trouble) => void onShardLost(shardId, trouble),
    });
  }
  async function onShardLost(shardId: number, trouble: Trouble): Promise<void> {
    const lost = open.get(shardId);
    const wasGood = lost && clock.now().getTime() - lost.openedAt.getTime() >= GOOD_AFTER_MS;
    if (!wasGood || count === 1 || trouble.needsPerson || over.signal.aborted) return endAll(trouble);
    open.delete(shardId);
    log.warn({ shardId, reason: trouble.reason }, 'A connection to Discord was lost, and is opened again');
    try {
      const shard = await openOne(shardId, AbortSignal.any([signal, over.signal]));
      if (over.signal.aborted) return await shard.close({ keepsSession: true });
      open.set(shardId, { shard, openedAt: clock.now() });
    } catch (error) {
      endAll(error instanceof NotConnected ? error.trouble : troubleOf(error));
    }
  }

  return {
    close,
    async open(shardIds) {
      const opened = await allOrThrow(shardIds.map((shardId) => openOne(shardId, signal)));
      for (const [index, shardId] of shardIds.entries()) {
        open.set(shardId, { shard: must(opened[index], `shard ${shardId}`), openedAt: clock.now() });
      }
    },
  };
}

/** Waits for all, so that none is left open when another fails. */
async function allOrThrow(opening: Promise<Shard>[]): Promise<Shard[]> {
  const settled = await Promise.allSettled(opening);
  const failed = settled.find((each) => each.status === 'rejected');
  if (!failed) return Promise.all(opening);
  const opened = settled.filter((each) => each.status === 'fulfilled');
  await Promise.allSettled(opened.map(({ value }) => value.close({ keepsSession: true })));
  throw failed.reason;
}
