import type { Command } from 'commander';
import { listParkedJobs } from '#src/db/jobs/parked-job.ts';
import { commandOf } from '#src/cli/commands.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Job', 'Id', 'Since', 'Reason'].map((title) => ({ title }));

/** `largesse jobs parked`: work that was put aside because it went wrong too often. */
export function addJobsParked(program: Command): void {
  commandOf(program, 'jobs')
    .command('parked')
    .description('list work that was put aside for a person to look at, and why')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse jobs parked')
    .action(({ json }: { json?: boolean }) =>
      withCore(async ({ db, organization }) => {
        const parked = await listParkedJobs(db, organization.id);
        if (json) return printJson(parked);
        if (parked.length === 0) return print('Nothing is parked.');
        const rows = parked.map(({ job, subjectId, parkedAt, reason }) => {
          return [job, subjectId, `${parkedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`, reason];
        });
        print(tableText(COLUMNS, rows));
        print('\nMend the reason, then: largesse jobs retry');
      }),
    );
}
