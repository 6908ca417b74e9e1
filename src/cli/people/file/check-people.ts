import { isRole, ROLES } from '#src/domain/people/roles.ts';
import { isEmail } from '#src/cli/kit/read-arguments.ts';
import { CHAT_COLUMNS } from './chat-columns.ts';
import { findManagerProblems } from './find-manager-problems.ts';
import type { KnownPeople } from './known-people.ts';
import type { Column, PeopleLine, Problem } from './read-people-file.ts';

/** Everything wrong with these lines, in order, given who is already known. */
export function checkPeople(lines: readonly PeopleLine[], known: KnownPeople): Problem[] {
  return [
    ...lines.flatMap(checkFields),
    ...findRepeated(lines, 'email', 'this address'),
    ...findRepeated(lines, 'slack_id', 'this Slack user'),
    ...findRepeated(lines, 'discord_id', 'this Discord user'),
    ...lines.flatMap((line) => findTaken(line, known)),
    ...findManagerProblems(lines, known),
  ].toSorted((a, b) => a.line - b.line);
}

/** What is wrong with a field; undefined if nothing is. */
type Rule = (text: string) => string | undefined;

const RULES: [Column, Rule][] = [
  ['email', (text) => missing(text) ?? badEmail(text)],
  ['name', missing],
  ['department', missing],
  ['manager_email', (text) => (text === '' ? undefined : badEmail(text))],
  ['role', badRole],
  ...CHAT_COLUMNS.map(({ column, form, like }): [Column, Rule] => [
    column,
    (text) => (text === '' || form.test(text) ? undefined : `“${text}” is not a user id, such as ${like}`),
  ]),
];

function checkFields({ line, fields }: PeopleLine): Problem[] {
  return RULES.flatMap(([column, why]) => {
    const reason = why(fields[column]);
    return reason ? [{ line, column, reason }] : [];
  });
}

function missing(text: string): string | undefined {
  return text === '' ? 'is missing' : undefined;
}

function badEmail(text: string): string | undefined {
  return isEmail(text) ? undefined : `“${text}” is not an email address`;
}

function badRole(text: string): string | undefined {
  return text === '' || isRole(text.toLowerCase())
    ? undefined
    : `“${text}” is not a role: ${ROLES.join(', ')}`;
}

function findRepeated(lines: readonly PeopleLine[], column: Column, what: string): Problem[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ line, fields }) => {
    const value = fields[column].toLowerCase();
    const before = first.get(value);
    if (value === '') return [];
    if (before !== undefined) return [{ line, column, reason: `${what} is in line ${before} too` }];
    first.set(value, line);
    return [];
  });
}

/** Chat users who already belong to somebody else: the import would take them away from that person. */
function findTaken(line: PeopleLine, known: KnownPeople): Problem[] {
  return CHAT_COLUMNS.flatMap(({ column, platform }) => {
    const userId = line.fields[column];
    const owner = known.ofChatUser({ platform, userId });
    if (!owner || owner.id === known.ofLine(line)?.id) return [];
    const reason = `“${userId}” is ${owner.name} (${owner.email ?? 'without email'})`;
    return [{ line: line.line, column, reason }];
  });
}
