import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Bank } from './open-bank.ts';
import type { Random } from './random.ts';
import type { Seat, Sitter } from './seat.ts';

export type FaultKind = keyof typeof FAULTS;

/**
 * What goes wrong, by its name. Each resolves when what was taken away is there again or on its way, to false where it could
 * not be.
 */
const FAULTS = {
  'kill worker': ({ workers }: Bank, random: Random) => killOne(workers, random, 1),
  'kill teller': ({ tellers }: Bank, random: Random) => killOne(tellers, random, 1),
  'kill chat': ({ chat }: Bank, random: Random) => killOne([chat], random, 0),
  'cut backends': cutBackends,
  'empty Redis': ({ world }: Bank) => world.system.emptyQueue(),
  'crash Postgres': crashPostgres,
  'trouble Slack': troubleSlack,
  'trouble provider': troubleProvider,
} as const;

/** So often in a round of all. */
const ROUND: readonly FaultKind[] = [
  'kill worker',
  'kill worker',
  'kill teller',
  'kill teller',
  'kill chat',
  'cut backends',
  'cut backends',
  'cut backends',
  'cut backends',
  'empty Redis',
  'empty Redis',
  'trouble Slack',
  'trouble provider',
  'trouble provider',
  'trouble Slack',
  'crash Postgres',
];

export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

/** Lets one thing after the other go wrong until it is told to stop: each kind before any comes up once more. */
export async function causeFaults(
  bank: Bank,
  random: Random,
  { everyMs, signal, onFault }: { everyMs: number; signal: AbortSignal; onFault: (kind: FaultKind) => void },
): Promise<void> {
  let round: FaultKind[] = random.shuffle(FAULT_KINDS);
  for (;;) {
    await sleep(random.between(everyMs / 2, everyMs * 1.5), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    if (round.length === 0) round = random.shuffle(ROUND);
    const kind = round.shift();
    if (!kind) return;
    if ((await FAULTS[kind](bank, random)) === false) round.push(kind);
    else onFault(kind);
  }
}

/** One of those who are there, where so many others are: on a busy machine a new one takes long, and nothing would be done. */
async function killOne(seats: readonly Seat<Sitter>[], random: Random, others: number): Promise<boolean> {
  const there = seats.filter((seat) => seat.now());
  if (there.length <= others) return false;
  await random.pick(there).kill(random.below(1_000));
  return true;
}

/** Some of those that work, wherever they are in it. */
async function cutBackends({ postgres: { db } }: Bank, random: Random): Promise<void> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
     order by state = 'active' or xact_start is not null desc, pid limit 8`.execute(db);
  const pids = random.shuffle(rows.map(({ pid }) => pid)).slice(0, random.between(1, 4));
  await sql`select pg_terminate_backend(pid) from unnest(${pids}::integer[]) pid`.execute(db);
}

/** As `pg_ctl stop -m immediate` does, and it starts again. */
async function crashPostgres({ postgres }: Bank, random: Random): Promise<void> {
  await postgres.crash();
  await sleep(random.below(1_500));
  await postgres.start();
}

async function troubleSlack({ world: { slack } }: Bank, random: Random): Promise<void> {
  const fault = random.pick([
    { kind: 'drop-after' },
    { kind: 'drop-before' },
    { kind: 'rate-limit', retryAfterSeconds: 1 },
    { kind: 'delay', delayMs: 2_000 },
  ] as const);
  slack.fail(random.pick(['chat.postMessage', 'response_url']), fault, random.between(1, 3));
}

/** Its answers get lost, after it has sold or before. */
async function troubleProvider({ provider }: Bank, random: Random): Promise<void> {
  for (let times = random.between(1, 3); times > 0; times -= 1) {
    provider.fail(random.pick(['cut-before', 'cut-after', 'garbage-after', 'half-after'] as const));
  }
}
