import type { Reader, Schema } from '#src/db/kit/schema.ts';
import { countPersonalRows, type PersonalCount } from '#src/db/people/erase-rows.ts';
import { findOpenMatters, isErased } from '#src/db/people/erased-person.ts';
import { listRecordIds, type RecordRef } from '#src/db/people/person-merge.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Actor, Scope } from '#src/domain/people/access.ts';
import { listEraseRefusals } from '#src/domain/people/find-erase-refusal.ts';
import { pseudonymOf } from '#src/domain/people/erased.ts';
import { keepsPeople } from './keeps-people.ts';
import { findPerson } from './find-person.ts';

/** How many rows of a table are about somebody. */
export type PersonalRows = { table: keyof Schema; rows: number };

/** What erasing somebody would do: what keeps it from being done, what goes whole, of what the texts go, and what stays. */
export type ErasurePreview = {
  personId: string;
  name: string;
  pseudonym: string;
  refusals: Refusal[];
  goes: PersonalRows[];
  blanked: PersonalRows[];
  stays: PersonalRows[];
};

/** Undefined for readers who may not erase people, and where there is no such person. `asker`: undefined for somebody with a shell. */
export async function previewErasure(
  db: Reader,
  scope: Scope,
  { personId, asker }: { personId: string; asker?: Extract<Actor, { id: string }> | undefined },
): Promise<ErasurePreview | undefined> {
  if (!keepsPeople(scope)) return undefined;
  const person = await findPerson(db, scope, personId);
  if (!person) return undefined;
  const ref = { organizationId: scope.organizationId, personId };
  const [open, wasErased, counts] = [
    await findOpenMatters(db, ref),
    await isErased(db, ref),
    await countRecords(db, ref),
  ];
  const found = counts.filter(({ rows }) => rows > 0);
  function rowsThat(goes: (typeof counts)[number]['goes']): PersonalRows[] {
    return found.filter((one) => one.goes === goes).map(({ name: table, rows }) => ({ table, rows }));
  }
  return {
    personId,
    name: person.name,
    pseudonym: pseudonymOf(personId),
    refusals: listEraseRefusals({ person, asker, isErased: wasErased, open }),
    goes: rowsThat('rows'),
    blanked: rowsThat('texts'),
    stays: rowsThat('nothing'),
  };
}

/** The rows about all records of somebody: what was merged into theirs is erased with it. */
async function countRecords(db: Reader, ref: RecordRef): Promise<PersonalCount[]> {
  const [first = [], ...others] = await Promise.all(
    (await listRecordIds(db, ref)).map((id) => countPersonalRows(db, { ...ref, personId: id })),
  );
  return first.map((count, place) => ({
    ...count,
    rows: others.reduce((sum, of) => sum + (of[place]?.rows ?? 0), count.rows),
  }));
}
