import type { Reader, Schema } from '#src/db/kit/schema.ts';
import { readPersonalRows } from '#src/db/people/erase-rows.ts';
import { listRecordIds } from '#src/db/people/person-merge.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import { keepsPeople } from './keeps-people.ts';
import { findPerson } from './find-person.ts';

/** Everything that is stored about one person, table by table, without what would let somebody in. */
export type PersonExport = {
  person: { id: string; name: string };
  exportedAt: string;
  tables: Partial<Record<keyof Schema, Record<string, unknown>[]>>;
};

/** With everything about records that were merged into theirs. For themselves, and for those who may erase people; undefined for others, and where there is no such person. */
export async function exportPerson(
  db: Reader,
  scope: Scope,
  { personId, now }: { personId: string; now: Date },
): Promise<PersonExport | undefined> {
  if (!keepsPeople(scope) && scope.personId !== personId) return undefined;
  return readExport(db, scope, { personId, now });
}

/** The same for themselves, whatever their role, guests too: a session is everybody's own. */
export async function exportOwn(
  db: Reader,
  scope: Scope,
  { personId, now }: { personId: string; now: Date },
): Promise<PersonExport | undefined> {
  return sees(scope, { people: [{ id: personId, managerId: null }] })
    ? readExport(db, scope, { personId, now })
    : undefined;
}

async function readExport(
  db: Reader,
  scope: Scope,
  { personId, now }: { personId: string; now: Date },
): Promise<PersonExport | undefined> {
  const person = await findPerson(db, scope, personId);
  if (!person) return undefined;
  const tables: PersonExport['tables'] = {};
  for (const id of await listRecordIds(db, { organizationId: scope.organizationId, personId })) {
    const rows = await readPersonalRows(db, { organizationId: scope.organizationId, personId: id });
    for (const [table, found] of Object.entries(rows) as [keyof Schema, Record<string, unknown>[]][])
      tables[table] = [...(tables[table] ?? []), ...found];
  }
  return { person: { id: personId, name: person.name }, exportedAt: now.toISOString(), tables };
}
