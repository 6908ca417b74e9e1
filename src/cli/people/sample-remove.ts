import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { loadLargesse } from '#src/cli/kit/context.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import type { SampleCompany } from '#src/domain/people/sample-company.ts';
import type { Core } from '#src/process/open-core.ts';
import { startAnew } from '#src/process/start-anew.ts';

const NEXT = 'You begin with nobody. Bring your own people: largesse people import people.csv';

/** `largesse sample remove`: puts what Largesse made up at its first start aside, and begins empty. */
export function addSampleRemove(program: Command): void {
  addCommand(program, {
    name: 'sample remove',
    summary: 'put the sample company aside and begin with nobody',
    takes: (command) =>
      command.option('--dry-run', 'say what would go').option('--yes', 'do it without being asked'),
    json: 'object',
    examples: ['sample remove --dry-run', 'sample remove --yes'],
    async run(core, options: AgreeOptions) {
      mustBeAgreed(options);
      const actor = operatorOf(core);
      const sample = (await core.app.queries.people.findSetup(actor))?.sample;
      if (sample && sample.otherPeople + sample.workspaces === 0) {
        const lines = linesOf(sample);
        if (!(await isAgreed('Remove the sample company?', lines, options)))
          return result(sample, 'stays', lines);
      }
      orRefuse(core, await core.app.people.removeSample({ actor, isWanted: true }));
      return leave(core, sample);
    },
  });
}

/** At once where nobody else is at the database; a running Largesse does it when it starts the next time. */
async function leave(core: Core, sample: SampleCompany | undefined) {
  if (!core.ownsDatabase()) {
    const text =
      'Largesse is running. The sample company goes when it starts the next time: stop it and start it again.';
    return result(sample, 'leaves', [text]);
  }
  const { config, log } = core;
  const { openCore } = await loadLargesse();
  const fresh = await startAnew(core, () => openCore(config, { log, allowFollower: false }));
  await fresh.close();
  return result(sample, 'removed', [
    `The sample company is put aside, in a folder in ${config.dir}. ${NEXT}`,
  ]);
}

function result(sample: SampleCompany | undefined, status: 'stays' | 'leaves' | 'removed', text: string[]) {
  const { people = 0, departments = 0, gifts = 0 } = sample ?? {};
  return { json: { status, people, departments, gifts }, text };
}

function linesOf({ people, departments, gifts }: SampleCompany): string[] {
  const counts = [
    countText(people, 'person', 'people'),
    countText(departments, 'department'),
    countText(gifts, 'gift'),
  ];
  return [
    `These go: ${counts.join(', ')}, with their budgets, mails and messages. Settings and keys stay.`,
    'Nothing is deleted: it is put aside in a folder beside the new and empty one.',
  ];
}
