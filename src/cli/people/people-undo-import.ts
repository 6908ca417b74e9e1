import type { Command } from 'commander';
import type { PeopleImport, PlannedUndo } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import type { Core } from '#src/process/open-core.ts';
import type { Words } from '#src/words/words.ts';
import { changeText } from './file/plan-text.ts';

type Options = AgreeOptions & { as?: string };

/** `largesse people undo-import`: puts an import of people back. */
export function addPeopleUndoImport(program: Command): void {
  addCommand(program, {
    name: 'people undo-import',
    summary:
      'put an import of people back, within a day: the last one that changed something, or one by its id',
    takes: (command) =>
      command
        .argument('[id]', 'its id; default: the last one')
        .option('--dry-run', 'say what would be put back, and what was changed since and stays')
        .option('--yes', 'do it without being asked')
        .addOption(asOption()),
    json: 'object',
    examples: ['people undo-import --dry-run', 'people undo-import --yes'],
    async run(core, id: string | undefined, options: Options) {
      mustBeAgreed(options);
      const importId = id ?? (await lastImport(core)).id;
      const { actorId } = await findActor(core, options.as);
      const asked = { importId, actorId };
      const planned = orRefuse(core, await core.app.people.undoImport(core.organization, asked));
      const lines = undoLines(core.words, planned);
      if (!(await isAgreed(core.words.say('people.import.question'), lines, options)))
        return { json: jsonOf(planned), text: options.dryRun ? lines : 'Nothing was put back.' };
      const seen = { ...asked, seen: planned.sight };
      const done = orRefuse(core, await core.app.people.undoImport(core.organization, seen));
      if (!done.isDone)
        throw new Refused('People were changed in the meantime. Nothing was done: run it again.');
      const waiting = done.waiting.map((refusal) => refusalText(core.words, refusal));
      const text = [core.words.say('people.undo.done', { count: done.people.length }), ...waiting];
      return { json: jsonOf(done), text };
    },
  });
}

async function lastImport(core: Core): Promise<PeopleImport> {
  const imports = await core.app.queries.people.listImports(operatorOf(core));
  const last = imports.find(
    ({ status, detail }) => status === 'done' && detail.added + detail.changed + detail.left > 0,
  );
  if (!last) throw new Refused('No import of the last days changed anything.');
  return last;
}

function undoLines(
  { say, ...words }: Words,
  { changes, staying, held, import: { source } }: PlannedUndo,
): string[] {
  return [
    changes.length > 0 ? say('people.undo.back') : say('people.undo.nothing'),
    ...changes.map((change) => `  ${changeText({ say, ...words }, change)}`),
    ...held.map((name) => say('people.undo.held', { name })),
    ...staying.map(({ name, why }) => say(`people.undo.stays.${why}`, { name })),
    ...(source === 'clock' ? [say('people.undo.clock')] : []),
  ];
}

function jsonOf({ import: { id }, changes, staying, held, isDone }: PlannedUndo) {
  return { id, undone: isDone, changes, staying, held };
}
