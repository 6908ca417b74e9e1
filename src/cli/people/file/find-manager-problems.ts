import { isEmail } from '#src/cli/kit/read-arguments.ts';
import type { KnownPeople } from './known-people.ts';
import type { PeopleLine, Problem } from './read-people-file.ts';

/** Managers whom nobody knows, and lines whose managers lead back to themselves once the file is in. */
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

/** Who will be whose manager: the file's word replaces what was known. Keys are addresses, or ids of those without one. */
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

/** The way up from somebody to themselves; undefined when it ends above them. */
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
