import { type Activity, insertActivities } from '#src/db/ledger/activity.ts';
import { blankAccounts, blankActivities } from '#src/db/ledger/blank-record.ts';
import { readFacts } from '#src/db/ledger/gift-facts.ts';
import { findAlteredGifts } from '#src/db/ledger/on-record.ts';
import { eraseRows, type ErasedRef, forPerson, REQUESTS_WITHOUT } from '#src/db/people/erase-rows.ts';
import { insertErased } from '#src/db/people/erased-person.ts';
import { ACTIVITIES_OF, ACTIVITY_TEXTS, PERSONAL_DATA, WORDED_KINDS } from '#src/db/people/personal-data.ts';
import { blankRequests, listGiftsOfRequests, lockBlanked } from '#src/db/recognition/blank-requests.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { deactivatePeople } from './deactivate-people.ts';

type ForgetDeps = Pick<Deps, 'newId' | 'keys'>;

/**
 * Takes everything that says who somebody is out of the database, inside a transaction that holds people and gifts as they are. Refused
 * where a gift of theirs is not as it was recorded.
 *
 * @throws AlteredRecord where the record is not as Largesse wrote it.
 */
export async function forgetPerson(
  deps: ForgetDeps,
  tx: Tx,
  { actorId, name, ...ref }: ErasedRef & { actorId: string | null; name: string },
): Promise<Outcome<void>> {
  const { organizationId, personId } = ref;
  await deactivatePeople(deps, tx, { organizationId, personIds: [personId], actorId });
  const blanked = await blankRequestsOf(deps, tx, ref, name);
  if (!blanked.ok) return blanked;
  await eraseRows(tx, ref);
  await blankActivities(tx, deps.keys, {
    organizationId,
    where: forPerson(ACTIVITIES_OF, ref),
    keys: ACTIVITY_TEXTS,
    worded: WORDED_KINDS,
  });
  await insertErased(tx, { ...ref, erasedBy: actorId });
  await record(deps, tx, { ...ref, actorId, gifts: blanked.value });
  await blankAccounts(tx, deps.keys, ref);
  return done(undefined);
}

type BlankedGift = { id: string; recipientId: string };

/** Takes their texts from requests. A gift that is not as it was recorded is not made right by that. */
async function blankRequestsOf(
  { keys }: Pick<ForgetDeps, 'keys'>,
  tx: Tx,
  ref: ErasedRef,
  name: string,
): Promise<Outcome<BlankedGift[]>> {
  const { organizationId } = ref;
  const about = must(PERSONAL_DATA.recognition.about, 'requests about people');
  const requests = await lockBlanked(tx, {
    organizationId,
    where: forPerson(about, ref),
    giver: forPerson(REQUESTS_WITHOUT.giver, ref),
    recipients: forPerson(REQUESTS_WITHOUT.recipients, ref),
    message: REQUESTS_WITHOUT.message,
    refusal: forPerson(REQUESTS_WITHOUT.refusal, ref),
    reviewReasons: forPerson(REQUESTS_WITHOUT.reviewReasons, ref),
  });
  const gifts = await listGiftsOfRequests(
    tx,
    organizationId,
    requests.map(({ id }) => id),
  );
  const giftIds = gifts.map(({ id }) => id);
  const altered = await findAlteredGifts(tx, keys, { organizationId, giftIds });
  if (altered.length > 0) return refused({ kind: 'erase-altered', name });
  await blankRequests(tx, keys, requests);
  return done(gifts);
}

/** Who was erased, and what the requests of their gifts say now: ids and digests only. */
async function record(
  { newId }: Pick<ForgetDeps, 'newId'>,
  tx: Tx,
  {
    organizationId,
    personId,
    actorId,
    gifts,
  }: ErasedRef & { actorId: string | null; gifts: readonly BlankedGift[] },
): Promise<void> {
  const facts = await readFacts(
    tx,
    organizationId,
    gifts.map(({ id }) => id),
  );
  const base = { organizationId, at: tx.now, actorId };
  const blanked = gifts.map(
    ({ id: giftId, recipientId: subjectId }): Activity => ({
      ...base,
      id: newId(),
      kind: 'gift.blanked',
      subjectId,
      giftId,
      facts: must(facts.get(giftId), `facts of gift ${giftId}`),
    }),
  );
  await insertActivities(tx, [
    ...blanked,
    { ...base, id: newId(), kind: 'person.erased', subjectId: personId },
  ]);
}
