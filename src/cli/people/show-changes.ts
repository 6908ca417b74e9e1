import type { Change } from '#src/domain/people/plan-people.ts';
import type { Core } from '#src/process/open-core.ts';
import { print, printJson } from '#src/cli/kit/context.ts';
import { plain } from '#src/cli/kit/table.ts';
import { changeText } from './file/plan-lines.ts';

/** Prints what changed of a person, or would. */
export function showChanges(
  { words }: Pick<Core, 'words'>,
  { name, changes }: { name: string; changes: readonly Change[] },
  { json = false, isDry = false }: { json?: boolean; isDry?: boolean },
): void {
  if (json) return printJson({ changed: !isDry && changes.length > 0, changes });
  if (changes.length === 0) return print(plain(words.say('people.set.nothing', { name })));
  for (const change of changes) print(plain(changeText(words, change)));
}
