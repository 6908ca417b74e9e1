import { createHash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from './schema.ts';

/** So many times in so long, counted by a name. */
export type RateLimit = { name: string; most: number; windowMs: number };

const limiters = new WeakMap<Db, Map<string, RateLimiterPostgres>>();

/**
 * Counts one more try under a key. Returns until when there may be no other, or undefined when this one may be. It is counted in the
 * database, so for all processes and over restarts, and outside of transactions: what is refused counts too.
 */
export async function countTry(db: Db, limit: RateLimit, key: string): Promise<Date | undefined> {
  try {
    await limiterOf(db, limit).consume(digestOf(key));
    return undefined;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return new Date(Date.now() + refused.msBeforeNext);
    throw refused;
  }
}

/** `left`: how many tries there may still be until `resetMs` from now. `isOver`: this one was one too many. */
export type CountedTry = { limit: RateLimit; left: number; resetMs: number; isOver: boolean };

/** Counts one more try under a key like `countTry`, and says how it stands. */
export async function countTries(db: Db, limit: RateLimit, key: string): Promise<CountedTry> {
  try {
    const { remainingPoints, msBeforeNext } = await limiterOf(db, limit).consume(digestOf(key));
    return { limit, left: remainingPoints, resetMs: msBeforeNext, isOver: false };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return { limit, left: 0, resetMs: refused.msBeforeNext, isOver: true };
  }
}

/** Counts one failure under a key. Returns until when there may be no other try, once this one or an earlier one was the last. */
export async function countFailure(db: Db, limit: RateLimit, key: string): Promise<Date | undefined> {
  const until = await countTry(db, limit, key);
  return until ?? findBlock(db, limit, key);
}

/** Until when there may be no other try; does not count one. */
export async function findBlock(db: Db, limit: RateLimit, key: string): Promise<Date | undefined> {
  const counted = await limiterOf(db, limit).get(digestOf(key));
  if (!counted || counted.consumedPoints < limit.most) return undefined;
  return new Date(Date.now() + counted.msBeforeNext);
}

/** What is counted may be an address: it is not to be read in the database. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function limiterOf(db: Db, { name, most, windowMs }: RateLimit): RateLimiterPostgres {
  const known = limiters.get(db) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(db, known);
  const limiter =
    known.get(name) ??
    new RateLimiterPostgres({
      storeClient: clientOf(db),
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points: most,
      duration: windowMs / 1000,
      // Whoever is refused already does not keep the database busy.
      inMemoryBlockOnConsumed: most + 1,
    });
  known.set(name, limiter);
  return limiter;
}

type Counted = { points: number; expire: bigint | null };

/** Our pool, as the library calls it. */
function clientOf(db: Db) {
  return {
    async query({ text, values = [] }: { text: string; values?: unknown[] }) {
      const { rows } = await db.executeQuery<Counted>(CompiledQuery.raw(text, values));
      // It reckons with plain numbers.
      return { rows: rows.map((row) => ({ ...row, expire: Number(row.expire) })), rowCount: rows.length };
    },
  };
}

/** Forgets what was counted long ago. */
export async function deleteExpiredCounts(db: Db): Promise<void> {
  await db
    .deleteFrom('rate_limit')
    .where('expire', '<', BigInt(Date.now() - 3_600_000))
    .execute();
}
