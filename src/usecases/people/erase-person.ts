import { AlteredRecord } from '#src/db/ledger/blank-record.ts';
import { lockDepartments } from '#src/db/people/department.ts';
import type { ErasedRef } from '#src/db/people/erase-rows.ts';
import { findOpenMatters, isErased } from '#src/db/people/erased-person.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { listRecordIds, lockRecords, type RecordIds } from '#src/db/people/person-merge.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { pseudonymOf } from '#src/domain/people/erased.ts';
import { findEraseRefusal } from '#src/domain/people/find-erase-refusal.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { PeopleKeeper } from './change-person.ts';
import { askerAmong } from './steps/asker-among.ts';
import { forgetPerson } from './steps/forget-person.ts';

type EraseDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator' | 'erasedList'>;

/** Whom to erase. */
export type Erasure = PeopleKeeper & { personId: string };

export type Erased = ErasedRef & { erasedAt: Date; pseudonym: string };

/**
 * Erases somebody for good: from now on their rows have a pseudonym, texts by and about them are gone, and nothing of theirs comes back.
 * Sums, seals and proofs stay as they are. All of it is one transaction, and the list outside is written before it is committed.
 *
 * Records that were merged into theirs are erased with it, whichever of them is named. Refused while money of theirs is left or on its way, while decisions about it wait, when they are the last admin, and for oneself.
 */
export async function erasePerson(
  deps: EraseDeps,
  organization: Organization,
  { personId, by, actorId = null }: Erasure,
): Promise<Outcome<Erased>> {
  const ref = { organizationId: organization.id, personId };
  try {
    return await transact(deps, async (tx) => {
      const allowed = await holdAndAsk(tx, ref, by);
      if (!allowed.ok) return allowed;
      const { askerId, name, recordIds } = allowed.value;
      for (const id of recordIds) {
        const one = { organizationId: organization.id, personId: id };
        const forgotten = await forgetPerson(deps, tx, { ...one, actorId: askerId ?? actorId, name });
        if (!forgotten.ok) return forgotten;
        await deps.erasedList?.add({ ...one, erasedAt: tx.now });
      }
      const [keptId] = recordIds;
      const erased = { organizationId: organization.id, personId: keptId, erasedAt: tx.now };
      return done({ ...erased, pseudonym: pseudonymOf(keptId) });
    });
  } catch (fault) {
    if (!(fault instanceof AlteredRecord)) throw fault;
    deps.log.error(
      { ...ref, reason: fault.message },
      'Somebody was not erased: the record is not as Largesse wrote it',
    );
    return refused({ kind: 'erase-altered', name: pseudonymOf(personId) });
  }
}

/** Keeps people, gifts and money as they are until it is done, and says why it may not be. Locked as givers lock: departments first. */
async function holdAndAsk(
  tx: Tx,
  ref: ErasedRef,
  by: PeopleKeeper['by'],
): Promise<Outcome<{ askerId: string | undefined; name: string; recordIds: RecordIds }>> {
  await lockPeople(tx, ref.organizationId);
  await lockDepartments(tx, ref.organizationId);
  const recordIds = await listRecordIds(tx, ref);
  await lockRecords(tx, ref.organizationId, recordIds);
  const [keptId] = recordIds;
  const known = await listKnownPeople(tx, ref.organizationId);
  const asker = askerAmong(known, by);
  if (!asker.ok) return asker;
  const person = known.find(({ id }) => id === keptId);
  if (!person) return refused({ kind: 'unknown-person' });
  const refusal = findEraseRefusal({
    person,
    asker: asker.value,
    isErased: await isErased(tx, { ...ref, personId: keptId }),
    open: await findOpenMatters(tx, { ...ref, personId: keptId }),
  });
  return refusal ? refused(refusal) : done({ askerId: asker.value?.id, name: person.name, recordIds });
}
