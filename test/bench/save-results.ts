import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BulkResult } from './bulk/measure-bulk.ts';
import type { AcksResult } from './commands/measure-acks.ts';
import type { CommandsResult } from './commands/measure-commands.ts';
import { rounded } from './figures.ts';
import type { IssueResult } from './issue/measure-issue.ts';
import type { Machine } from './machine.ts';

export type Results = {
  issue?: IssueResult;
  bulk?: BulkResult;
  commands?: CommandsResult;
  acks?: AcksResult;
  machine: Machine;
};

const path = fileURLToPath(new URL('results.json', import.meta.url));

/** Writes what a whole run found, for people and programs to compare with. */
export async function saveResults({ issue, bulk, commands, acks, machine }: Results): Promise<void> {
  const saved = {
    issue: issue && {
      giftsPerSecond: issue.giftsPerSecond,
      ratioToSingle: issue.ratioToSingle,
      ratioToTpcb: issue.ratioToTpcb,
    },
    bulk,
    commands: commands && {
      redisPerSecond: commands.redisPerSecond,
      postgresPerSecond: commands.postgresPerSecond,
    },
    endToEnd: commands &&
      acks && {
        perSecond: commands.sustainedPerSecond,
        ackP50Ms: acks.ackP50Ms,
        ackP99Ms: acks.ackP99Ms,
        ratioToBareBoltP50: acks.ratioToBareBoltP50,
        ratioToBareBoltP99: acks.ratioToBareBoltP99,
      },
    machine,
    figures: { ...issue?.figures, ...commands?.figures, ...acks?.figures },
  };
  const text = JSON.stringify(
    saved,
    (_, item: unknown) => (typeof item === 'number' ? rounded(item) : item),
    2,
  );
  await writeFile(path, `${text}\n`);
}
