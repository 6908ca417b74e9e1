import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import { processorMsOf } from '../commands/processor-time.ts';

const LOOK_EVERY_MS = 200;
const KIB_OF_MB = 1_000;

/** What was taken, of processor time, and of memory at most: by this program and by the database for it. 0 where there is no `/proc`. */
export type Taken = { processorSeconds: number; programMb: number; databaseMb: number };

/** Does something, and tells what it takes. Whatever works on the database is taken to work for it. */
export async function watchProcesses(db: Db, work: () => Promise<unknown>): Promise<Taken> {
  const most = { programMb: 0, databaseMb: 0 };
  const spans = new Map<number, { first: number; last: number }>();
  async function look(): Promise<void> {
    const backends = await listBackends(db);
    for (const pid of backends) {
      const ms = await processorMsOf(pid);
      const { first } = spans.get(pid) ?? { first: ms };
      spans.set(pid, { first, last: Math.max(first, ms) });
    }
    most.programMb = Math.max(most.programMb, await ownMbOf(process.pid));
    const memory = await Promise.all(backends.map(ownMbOf));
    most.databaseMb = Math.max(
      most.databaseMb,
      memory.reduce((sum, mb) => sum + mb, 0),
    );
  }
  await look();
  const before = process.cpuUsage();
  let isDone = false;
  const looking = (async () => {
    while (!isDone) {
      await look();
      await sleep(LOOK_EVERY_MS);
    }
  })();
  try {
    await work();
  } finally {
    isDone = true;
    await looking;
  }
  const { user, system } = process.cpuUsage(before);
  await look();
  const ms = [...spans.values()].reduce((sum, { first, last }) => sum + last - first, 0);
  return { ...most, processorSeconds: ms / 1_000 + (user + system) / 1_000_000 };
}

/** The processes that serve this database. */
async function listBackends(db: Db): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database()`.execute(db);
  return rows.map(({ pid }) => pid);
}

/** The memory that a process shares with no other. */
async function ownMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/RssAnon:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) / KIB_OF_MB;
}
