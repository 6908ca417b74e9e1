import { isEmail } from '#src/cli/kit/read-arguments.ts';
import type { KnownPeople } from './known-people.ts';
import type { PeopleLine, Problem } from './read-people-file.ts';

/** Unknown managers, and lines whose chain of managers would lead back to themselves after the import. */
export function findManagerProblems(lines: readonly PeopleLine[], known: KnownPeople): Problem[] {
  const managers = managersAfter(lines, known);
  return lines.flatMap(({ line, fields }) => {
    const manager = fields.manager_email.toLowerCase();
    if (!isEmail(manager)) return [];
    const column = 'manager_email';
    if (!managers.has(manager)) {
      return [{ line, column, reason: `“${fields.manager_email}” is neither in the file nor known` }];
    }
    const circle = findCircle(managers, fields.email.toLowerCase());
    return circle ? [{ line, column, reason: `leads back to themselves: ${circle.join(' → ')}` }] : [];
  });
}

/**
 * Everybody's manager after the import: the file replaces what was known. Keys are addresses, or ids of people without
 * one.
 */
function managersAfter(lines: readonly PeopleLine[], known: KnownPeople): Map<string, string | undefined> {
  const emailInFile = new Map(lines.map((line) => [known.ofLine(line)?.id, line.fields.email.toLowerCase()]));
  const keys = new Map(
    known.all.map(({ id, email }) => [id, emailInFile.get(id) ?? email?.toLowerCase() ?? id]),
  );
  const before = known.all.map(({ id, managerId }): [string, string | undefined] => [
    keys.get(id) ?? id,
    managerId ? keys.get(managerId) : undefined,
  ]);
  const after = lines.map(({ fields }): [string, string | undefined] => [
    fields.email.toLowerCase(),
    fields.manager_email.toLowerCase() || undefined,
  ]);
  return new Map([...before, ...after]);
}

/** The chain of managers from somebody back to themselves; undefined when it ends above them. */
function findCircle(managers: ReadonlyMap<string, string | undefined>, start: string): string[] | undefined {
  const way = [start];
  const seen = new Set(way);
  for (let next = managers.get(start); next !== undefined; next = managers.get(next)) {
    way.push(next);
    if (next === start) return way;
    if (seen.has(next)) return undefined;
    seen.add(next);
  }
  return undefined;
}
