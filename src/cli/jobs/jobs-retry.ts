import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, withCore } from '#src/cli/kit/context.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';

/** `largesse jobs retry`: runs failed jobs again, with fresh attempts. */
export function addJobsRetry(program: Command): void {
  commandOf(program, 'jobs')
    .command('retry')
    .description('run failed jobs again')
    .argument('[id]', 'an id from `largesse jobs failed`; all if omitted', readUuid)
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse jobs retry 0192f0c1-2345-7abc-8def-0123456789ab')
    .action((subjectId: string | undefined, { json }: { json?: boolean }) =>
      withCore(async ({ app, organization, ownsDatabase }) => {
        const asked = { organizationId: organization.id, ...(subjectId ? { subjectId } : {}) };
        const retried = await app.jobs.retryFailed(asked);
        if (subjectId && retried.length === 0) throw new Refused(`No job has failed under ${subjectId}.`);
        if (json) return printJson(retried);
        if (retried.length === 0) return print('No job has failed.');
        for (const { job, subjectId: id } of retried) print(`Due again: ${job} ${id}`);
        if (ownsDatabase()) print('It will run when `largesse start` runs.');
      }),
    );
}
