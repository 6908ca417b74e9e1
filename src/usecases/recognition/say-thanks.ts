import { getGiver, lockGift } from '#src/db/gift/gift.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { insertThanks, insertThanksPost } from '#src/db/recognition/post.ts';
import { transact } from '#src/db/kit/transact.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';

/** Whom somebody thanked, and whether others read it too. */
export type Thanked = { giverName: string; isPosted: boolean };

/** How many characters a thank-you may have. */
const MAX_THANKS_LENGTH = 500;

/**
 * Tells the giver of a gift what its recipient says to them, once. Where others read of the gift, they read that below it. `words`
 * may be empty: then it is a plain thank-you.
 *
 * Refuses anybody else, a gift that was taken back, and a second time.
 */
export async function sayThanks(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, giftId, words }: { person: Person; giftId: string; words: string },
): Promise<Outcome<Thanked>> {
  const { organizationId } = person;
  const said = words.trim().slice(0, MAX_THANKS_LENGTH);
  return transact(deps, async (tx) => {
    const gift = await lockGift(tx, organizationId, giftId);
    if (!gift || gift.boundTo !== person.id) return refused({ kind: 'not-yours' });
    if (gift.status === 'voided') return refused({ kind: 'gift-withdrawn' });
    if (!(await insertThanks(tx, { organizationId, giftId, words: said })))
      return refused({ kind: 'already-thanked' });
    const giver = await getGiver(tx, { organizationId, giftId });
    const detail = { recipient: person.name, money: storeMoney(gift), text: said };
    await notify(deps, tx, [
      { organizationId, personId: giver.id, subjectId: giftId, kind: 'gift.thanked', detail },
    ]);
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'gift.thanked',
        actorId: person.id,
        subjectId: giver.id,
        giftId,
      },
    ]);
    const postId = deps.newId();
    const isPosted = await insertThanksPost(tx, { organizationId, id: postId, giftId });
    if (isPosted) tx.after('post-recognition', [postId]);
    await refreshCards(tx, organizationId, [giftId]);
    return done({ giverName: giver.name, isPosted });
  });
}
