import { insertActivities } from '#src/db/ledger/activity.ts';
import { hasOpenApproval } from '#src/db/approval/approval.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { GiftToVoid } from '#src/db/gift/void.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { lockGiftToVoid } from '#src/usecases/gift/steps/void-gift.ts';
import { openApproval } from './steps/open-approvals.ts';
import type { Person } from '#src/domain/people/person.ts';

type RequestDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** What waits for a second person's approval, and until when. */
export type RequestedVoid = { approvalId: string; gift: GiftToVoid; expiresAt: Date };

/**
 * Asks a second person, neither giver nor recipient, to approve taking a gift back.
 *
 * Refuses roles that may not ask, gifts whose value cannot be taken back, and gifts with an open request.
 */
export async function requestVoid(
  deps: RequestDeps,
  { person, giftId, reason }: { person: Person; giftId: string; reason: string },
): Promise<Outcome<RequestedVoid>> {
  if (!may(person.role, 'void-gifts')) return refused({ kind: 'void-not-allowed', role: person.role });
  return transact(deps, async (tx) => {
    const locked = await lockGiftToVoid(tx, { organizationId: person.organizationId, giftId });
    if (!locked.ok) return locked;
    const gift = locked.value;
    const isAsked = await hasOpenApproval(tx, { ...gift, kind: 'void', subjectId: giftId });
    if (isAsked) return refused({ kind: 'void-asked-already' });
    return done(await ask(deps, tx, gift, { person, reason }));
  });
}

async function ask(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  gift: GiftToVoid,
  { person, reason }: { person: Person; reason: string },
): Promise<RequestedVoid> {
  const { organizationId, departmentId, giftId, recipientId, giverId, amountMinor, currency } = gift;
  const { id: approvalId, expiresAt } = await openApproval(deps, tx, {
    organizationId,
    kind: 'void',
    subjectId: giftId,
    departmentId,
    requestedBy: person.id,
    excluded: [recipientId, giverId],
    amountMinor,
    currency,
    reason,
  });
  const detail = { reason };
  const who = { actorId: person.id, subjectId: recipientId, giftId };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'gift.void-asked', ...who, detail },
  ]);
  return { approvalId, gift, expiresAt };
}
