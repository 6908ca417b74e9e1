import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked } from '../tally.ts';
import { planRows } from './give-in-bulk.ts';
import type { Desk } from './operation.ts';
import { amountOf } from './plan-gift.ts';

/** Runs `largesse gifts bulk` with a file: killed somewhere on its way, then twice at the same time. */
export async function giveFile(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const [giver] = bank.company.members.filter(({ role }) => role === 'hr');
  if (!giver) throw new Error('there is nobody who gives by a file');
  const rows = planRows(desk, giver.id, random.between(20, 80));
  const folder = await mkdtemp(join(tmpdir(), 'largesse-soak-'));
  try {
    const path = join(folder, 'gifts.csv');
    await writeFile(path, csvOf(desk, rows));
    const command = ['gifts', 'bulk', path, '--as', giver.email, '--yes', '--json'];
    for (const row of rows) row.taken.maybe += 3;
    await bank.command(command, random.between(1_200, 2_500));
    const runs = await Promise.all([bank.command(command), bank.command(command)]);
    if (runs.some(({ out }) => wasDone(out, rows.length))) for (const row of rows) bank.tally.take(row);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function csvOf({ bank: { company } }: Desk, rows: readonly Asked[]): string {
  const names = new Map(company.departments.map(({ id, name }) => [id, name]));
  const lines = rows.map((row) => {
    const recipient = company.byId.get(row.recipientIds[0] ?? '')?.email ?? '';
    return [recipient, amountOf(row), names.get(row.departmentId), row.token].join(',');
  });
  return ['recipient,amount,department,message', ...lines, ''].join('\n');
}

/** Whether a run came to its end: every row has an outcome then, be it a refusal. */
function wasDone(out: string, rows: number): boolean {
  if (out.trim() === '') return false;
  const said = JSON.parse(out) as Record<string, number | undefined>;
  const { given = 0, waiting = 0, givenBefore = 0, rejected = 0 } = said;
  return given + waiting + givenBefore + rejected === rows;
}
