import { PEOPLE_FIELDS, type PeopleField } from '#src/domain/people/people-columns.ts';
import type { PeopleProblem } from '#src/domain/people/people-row.ts';
import type { PeopleFile } from '#src/domain/people/read-people-file.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** A problem in words. Lines count from 1, header included; an empty column means the whole line. */
export type PeopleProblemText = { line: number; column: string; reason: string };

/**
 * Problems in words, each with the column as the file calls it, in the order of the lines. What a whole column lacks
 * is said once, of the header. `noDepartment`: how to say where new people belong.
 */
export function peopleProblemTexts(
  words: Words,
  { problems, headers, headerLine }: Pick<PeopleFile, 'problems' | 'headers' | 'headerLine'>,
  { found, noDepartment }: { found: readonly PeopleProblem[]; noDepartment: PlainKey },
): PeopleProblemText[] {
  function isLacking({ kind, field }: PeopleProblem): boolean {
    return kind === 'missing-for-new' && !hasColumn(headers, field);
  }
  const lacking = new Map(found.filter(isLacking).map((problem) => [problem.field, problem]));
  const columns = [...lacking.keys()].map((field): PeopleProblemText => {
    const key = field === 'department' ? noDepartment : 'people.problem.no-column';
    return { line: headerLine, column: field, reason: words.say(key) };
  });
  const ofFile = problems.map((problem) => inWords(words, headers, problem));
  const wrongOnes = new Set(found.filter(isWrong).map(({ line, field }) => `${line} ${field}`));
  const rows = found
    .filter((one) => !isLacking(one) && (isWrong(one) || !wrongOnes.has(`${one.line} ${one.field}`)))
    .toSorted(
      (a, b) => PEOPLE_FIELDS.indexOf(a.field as PeopleField) - PEOPLE_FIELDS.indexOf(b.field as PeopleField),
    )
    .map((problem) => inWords(words, headers, problem));
  return [...ofFile, ...columns, ...rows].toSorted((a, b) => a.line - b.line);
}

/** What is wrong need not be called missing, too. */
function isWrong({ kind }: PeopleProblem): boolean {
  return kind !== 'nobody-named' && kind !== 'missing-for-new';
}

function hasColumn(headers: ReadonlyMap<string, string>, field: string): boolean {
  if (field === 'name')
    return ['name', 'last_first_name', 'first_name', 'last_name'].some((one) => headers.has(one));
  return headers.has(field);
}

function inWords(
  words: Words,
  headers: ReadonlyMap<string, string>,
  { line, field, kind, text, other }: PeopleProblem,
): PeopleProblemText {
  const reason = words.say(`people.problem.${kind}`, { text, other });
  return { line, column: headers.get(field) ?? field, reason };
}
