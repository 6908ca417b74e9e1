import type { Change } from '#src/domain/people/plan-people.ts';
import type { Core } from '#src/process/open-core.ts';
import type { CommandResult } from '#src/cli/kit/add-command.ts';
import { plain } from '#src/cli/kit/table.ts';
import { changeText } from './file/plan-text.ts';

/** What changed of a person, or would. */
export function changesResult(
  { words }: Pick<Core, 'words'>,
  { name, changes, isDry }: { name: string; changes: readonly Change[]; isDry: boolean },
): CommandResult {
  const lines =
    changes.length === 0
      ? [words.say('people.set.nothing', { name })]
      : changes.map((change) => changeText(words, change));
  return { json: { changed: !isDry && changes.length > 0, changes }, text: lines.map(plain) };
}
