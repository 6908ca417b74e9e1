import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Job', 'Id', 'Since', 'Reason'].map((title) => ({ title }));

/** `largesse jobs failed`: lists jobs that used up their attempts. */
export function addJobsFailed(program: Command): void {
  commandOf(program, 'jobs')
    .command('failed')
    .description('list failed jobs that need a person, and why they failed')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse jobs failed')
    .action(({ json }: { json?: boolean }) =>
      withCore(async (core) => {
        const failedJobs = await core.app.queries.jobs.listFailed(operatorOf(core));
        if (json) return printJson(failedJobs);
        if (failedJobs.length === 0) return print('No job has failed.');
        const rows = failedJobs.map(({ job, subjectId, failedAt, reason }) => {
          return [job, subjectId, `${failedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`, reason];
        });
        print(tableText(COLUMNS, rows));
        print('\nFix the cause, then run: largesse jobs retry');
      }),
    );
}
