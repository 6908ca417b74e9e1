import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import { readSnapshot } from '#src/db/kit/snapshot.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { planProof } from '#src/db/queries/proof/plan-proof.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { processorMsOf } from '../commands/processor-time.ts';
import { figureOf } from '../figures.ts';
import { printTable } from '../print-table.ts';

const SHOWN_FROM_SECONDS = 0.1;

/**
 * Prints how much processor time each step of a proof takes, of the database and of this program, one after the other: of the whole one,
 * or of one that goes on from an earlier one.
 */
export async function timeSteps(db: Db, since?: readonly ProvenHead[]): Promise<void> {
  const taken = new Map<string, number>();
  await readSnapshot(db, async (snapshot) => {
    await sql`set local max_parallel_workers_per_gather = 0`.execute(snapshot);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(snapshot);
    const pid = rows[0]?.pid ?? 0;
    const { steps, later } = await planProof(snapshot, { keys: TEST_KEYS, since });
    async function take({ name, find }: (typeof steps)[number]): Promise<void> {
      const before = await processorSecondsOf(pid);
      await find(snapshot);
      taken.set(name, (taken.get(name) ?? 0) + (await processorSecondsOf(pid)) - before);
    }
    for (const step of steps) await take(step);
    for (const step of (await later?.plan(snapshot)) ?? []) await take(step);
  });
  const lines = [...taken]
    .filter(([, seconds]) => seconds >= SHOWN_FROM_SECONDS)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, seconds]) => ({ name, figure: figureOf([seconds]) }));
  const all = [...taken.values()].reduce((sum, seconds) => sum + seconds, 0);
  const title = `processor time of each step of ${since ? 'a day' : 'the whole'}`;
  printTable(title, 's', [{ name: 'all', figure: figureOf([all]) }, ...lines]);
}

async function processorSecondsOf(pid: number): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (await processorMsOf(pid)) / 1_000 + (user + system) / 1_000_000;
}
