import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findGiftIds, type GiftToVoid, lockGiftsToVoid, saveVoided } from '#src/db/gift/void.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { refusalOfUndo } from '#src/domain/gift/taking-back.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { returnGifts } from './steps/return-gifts.ts';
import { subjectsOf } from './steps/void-gift.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { GiftShare, UndoneGifts } from '#src/domain/gift/gift.ts';

type UndoDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Takes a gift back for its giver, or every gift of a recognition that still can be: within some minutes of issuing,
 * and only before it is redeemed. The money returns to the budget at once, and the codes stop working.
 *
 * When nothing can be taken back, refuses with the first reason.
 *
 * @throws `LostAnswer` when it may have been done; after any other fault it was not.
 */
export async function undoGifts(
  deps: UndoDeps,
  { person, of }: { person: Person; of: { giftId: string } | { recognitionId: string } },
): Promise<Outcome<UndoneGifts>> {
  return transact(deps, async (tx) => {
    const { organizationId } = person;
    const ids = 'giftId' in of ? [of.giftId] : await findGiftIds(tx, organizationId, of.recognitionId);
    return undoLocked(deps, tx, person, await lockGiftsToVoid(tx, organizationId, ids));
  });
}

async function undoLocked(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  person: Person,
  gifts: readonly GiftToVoid[],
): Promise<Outcome<UndoneGifts>> {
  const judged = await judge(tx, person, gifts);
  const kept = judged.flatMap(({ gift, refusal }) => (refusal ? [{ ...shareOf(gift), refusal }] : []));
  const open = judged.filter(({ refusal }) => !refusal).map(({ gift }) => gift);
  if (open.length === 0) return refused(kept[0]?.refusal ?? { kind: 'nothing-to-undo' });

  const reversal = { actorId: person.id, reason: '', kind: 'gift.undone' as const };
  const returned = await returnGifts(deps, tx, open, reversal);
  if (!returned.ok) return returned;
  await saveVoided(tx, person.organizationId, open, { at: tx.now, by: person.id, reason: '' });
  await tellRecipients(deps, tx, open);
  await refreshCards(tx, person.organizationId, open.flatMap(subjectsOf));
  const late = returned.value;
  return done({ undone: open.map((gift) => ({ ...shareOf(gift), late: late.get(gift.giftId) })), kept });
}

async function judge(tx: Tx, person: Person, gifts: readonly GiftToVoid[]) {
  const departments = gifts.map(({ organizationId, departmentId: id }) => ({ organizationId, id }));
  const rules = await findGivingRules(tx, departments, tx.now);
  return gifts.map((gift) => {
    const { undoMinutes } = rules.get(gift.departmentId) ?? NO_RULES;
    const by = { personId: person.id, now: tx.now, undoMinutes };
    return { gift, refusal: refusalOfUndo(gift, by) };
  });
}

function shareOf({ giftId, recipientName, amountMinor, currency }: GiftToVoid): GiftShare {
  return { giftId, recipientName, money: { amountMinor, currency } };
}

/** Recipients who never heard of a gift need not hear that it is gone. */
async function tellRecipients(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  gifts: readonly GiftToVoid[],
): Promise<void> {
  const notifications = gifts
    .filter(({ mayBeKnown }) => mayBeKnown)
    .map((gift) => ({
      organizationId: gift.organizationId,
      personId: gift.recipientId,
      subjectId: gift.giftId,
      kind: 'gift.undone' as const,
      detail: { giver: gift.giverName, money: storeMoney(gift), reason: '' },
    }));
  await notify(deps, tx, notifications);
}
