import { sql } from 'kysely';
import type { OpenQueue } from '#jobs/queue.ts';
import type { Workers } from '#jobs/workers.ts';
import { listLackingKeys } from '#src/db/kit/code-key.ts';
import { findSweepAgeMs } from '#src/db/jobs/last-sweep.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { PlatformState, PlatformStates } from '#src/ports/platform-state.ts';
import type { ReadinessCheck, ReadinessChecks } from '#src/ports/readiness.ts';

/** What this process works with. What only some roles have may be missing, or may start later. */
export type WorkParts = {
  db: Db;
  keys: Pick<KeyRing, 'ids'>;
  queue: Pick<OpenQueue, 'check'>;
  workers: () => Pick<Workers, 'stuck'> | undefined;
  /** The platforms that this process is to be connected to. */
  platformIds: readonly string[];
  platformStates: () => PlatformStates;
  /** A clock in milliseconds. */
  now?: () => number;
};

/** Two sweeps may fail to come; they run at least twice a minute. */
const SWEEP_LATE_MS = 75_000;
/** Platforms end connections now and then, and take them up again in this time. */
const RECONNECT_MS = 10_000;

/**
 * What must be well for work to pass through this process: the database, enqueueing, taking (the sweep comes through the
 * queue, from whichever process runs workers), its own workers and the connection of each chat platform.
 */
export function readinessChecks({
  db,
  keys,
  queue,
  workers,
  platformIds,
  platformStates,
  now = () => performance.now(),
}: WorkParts): ReadinessChecks {
  return {
    async database() {
      await sql`select 1`.execute(db);
      return undefined;
    },
    async keys() {
      const lacking = await listLackingKeys(db, keys);
      return lacking.length > 0
        ? 'This process lacks a key that others write with: the log says which'
        : undefined;
    },
    queue: async () => (await queue.check())?.message,
    sweep: sweepCheck(db, now),
    async workers() {
      const stuck = workers()?.stuck() ?? [];
      return stuck.length > 0 ? `Work is due that no worker takes: ${stuck.join(', ')}` : undefined;
    },
    ...Object.fromEntries(platformIds.map((id) => [id, platformCheck(id, platformStates, now)])),
  };
}

/** A process that has just started may have been the one that was missing. */
function sweepCheck(db: Db, now: () => number): ReadinessCheck {
  const startedAt = now();
  return async () => {
    const ageMs = (await findSweepAgeMs(db)) ?? Infinity;
    const lateMs = Math.min(ageMs, now() - startedAt);
    if (lateMs < SWEEP_LATE_MS) return undefined;
    const forHowLong = Math.round(lateMs / 1_000);
    return `No sweep for ${forHowLong} s: no worker runs, or jobs do not pass the queue`;
  };
}

function platformCheck(id: string, states: () => PlatformStates, now: () => number): ReadinessCheck {
  let connectedAt = -Infinity;
  return async () => {
    const state = states()[id] ?? { status: 'connecting' };
    if (state.status === 'connected') connectedAt = now();
    const isOnlyReconnecting = state.status !== 'needs-person' && now() - connectedAt < RECONNECT_MS;
    return isOnlyReconnecting ? undefined : WORDS[state.status];
  };
}

const WORDS: Record<PlatformState['status'], string> = {
  connected: 'Connected',
  connecting: 'Not connected yet',
  waiting: 'Not connected: it is tried again',
  'needs-person': 'Not connected, and a person must act: the log says what to do',
};
