import type { Command } from 'commander';
import type { ImportedCatalogue } from '#src/app.ts';
import { itemRecord } from '#src/domain/store/item.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { printAside, printJson, Refused } from '#src/cli/kit/context.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readFileBytes } from '#src/cli/kit/read-file-bytes.ts';
import { plain, tableText } from '#src/cli/kit/table.ts';
import type { Core } from '#src/process/open-core.ts';

type Options = { as?: string; dryRun?: true; json?: true };

/** `largesse catalogue import`: brings the catalogue in line with a file, all of it or nothing. */
export function addCatalogueImport(program: Command): void {
  addCommand(program, {
    name: 'catalogue import',
    summary: 'add and change items from a CSV file, all of it or nothing',
    takes: (command) =>
      command
        .argument('<file>', 'CSV with a header, as largesse catalogue export writes it')
        .option('--as <email>', 'who changes it: hr or an admin; default: you, who have the shell', readEmail)
        .option('--dry-run', 'check the file and say what it would change'),
    json: 'object',
    examples: ['catalogue import catalogue.csv --dry-run'],
    async run(core, path: string, options: Options) {
      const bytes = await readFileBytes(path);
      const asked = { actor: await findDoer(core, options.as), bytes };
      const { app } = core;
      const done = await (options.dryRun ? app.store.planCatalogue(asked) : app.store.importCatalogue(asked));
      const imported = orRefuse(core, done);
      if (imported.problems.length > 0) throw refuse(core, { path, imported }, options);
      const isDone = !options.dryRun;
      return { json: { ...imported, isDone }, text: linesOf(imported, isDone) };
    },
  });
}

function refuse(
  { words }: Core,
  { path, imported: { problems } }: { path: string; imported: ImportedCatalogue },
  { json }: Options,
): Refused {
  const told = problems
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, column, why }) => ({ line, column, reason: words.say(`catalogue.problem.${why}`) }));
  if (json) printJson({ isDone: false, problems: told });
  else {
    const columns = [{ title: 'Line', align: 'right' as const }, { title: 'Column' }, { title: 'Problem' }];
    printAside(
      tableText(
        columns,
        told.map(({ line, column, reason }) => [String(line), column, reason]),
      ),
    );
  }
  return new Refused(`${plain(path)} has ${countText(problems.length, 'problem')}. Nothing was changed.`);
}

function linesOf({ items, unknown }: ImportedCatalogue, isDone: boolean): string[] {
  const changed = items.filter(({ what }) => what !== 'same');
  return [
    ...changed.flatMap(({ name, what, before, after }) => [
      `${what === 'added' ? 'New' : 'Changed'}: ${plain(name)}`,
      ...(before ? differences(itemRecord(before), itemRecord(after)) : []),
    ]),
    ...(unknown.length > 0 ? [`Nothing is read from: ${plain(unknown.join(', '))}.`] : []),
    `${countText(changed.length, 'item')} ${isDone ? 'are in the catalogue now' : 'would be added or changed'}, ${items.length - changed.length} stay as they are.`,
    ...(isDone ? [] : ['Nothing was changed yet: run it without --dry-run.']),
  ];
}

/** Field by field, what it was and what it is. */
function differences(before: object, after: object): string[] {
  const was = new Map(Object.entries(before) as [string, unknown][]);
  return Object.entries(after).flatMap(([field, value]: [string, unknown]) => {
    const [one, other] = [JSON.stringify(was.get(field)), JSON.stringify(value)];
    return one === other ? [] : [`  ${field}: ${plain(one)} → ${plain(other)}`];
  });
}
