import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';

/** `largesse jobs retry`: runs failed jobs again, with fresh attempts. */
export function addJobsRetry(program: Command): void {
  addCommand(program, {
    name: 'jobs retry',
    summary: 'run failed jobs again',
    takes: (command) =>
      command.argument('[id]', 'an id from `largesse jobs failed`; all if omitted', readUuid),
    json: 'array',
    examples: ['jobs retry 0192f0c1-2345-7abc-8def-0123456789ab'],
    async run({ app, organization, ownsDatabase }, subjectId: string | undefined) {
      const asked = { organizationId: organization.id, ...(subjectId ? { subjectId } : {}) };
      const retried = await app.jobs.retryFailed(asked);
      if (subjectId && retried.length === 0) throw new Refused(`No job has failed under ${subjectId}.`);
      if (retried.length === 0) return { json: retried, text: 'No job has failed.' };
      const due = retried.map(({ job, subjectId: id }) => `Due again: ${job} ${id}`);
      const later = ownsDatabase() ? ['It will run when `largesse start` runs.'] : [];
      return { json: retried, text: [...due, ...later] };
    },
  });
}
