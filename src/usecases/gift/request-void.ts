import { insertActivities } from '#src/db/ledger/activity.ts';
import { hasOpenApproval, insertApprovals } from '#src/db/approval/approval.ts';
import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import type { Person } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { type GiftToVoid, lockGiftsToVoid } from '#src/db/gift/void.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/roles.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refusalOfVoid } from './steps/void-gift.ts';

type RequestDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'log'>;

/** What waits for a second person's approval, and until when. */
export type RequestedVoid = { approvalId: string; gift: GiftToVoid; expiresAt: Date };

const HOUR_MS = 3_600_000;

/**
 * Asks a second person to approve that a gift is taken back. Neither its giver nor its recipient may be that person.
 *
 * Refuses for roles that may not, for gifts whose value cannot be taken back, and while it is asked for already.
 */
export async function requestVoid(
  deps: RequestDeps,
  { person, giftId, reason }: { person: Person; giftId: string; reason: string },
): Promise<Outcome<RequestedVoid>> {
  if (!may(person.role, 'void-gifts')) return refused({ kind: 'void-not-allowed', role: person.role });
  return transact(deps, async (tx) => {
    const [gift] = await lockGiftsToVoid(tx, person.organizationId, [giftId]);
    const refusal = await refusalOfVoid(tx, gift);
    if (!gift || refusal) return refused(refusal ?? { kind: 'unknown-gift' });
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
  const rules = await findGivingRules(tx, [{ organizationId, id: departmentId }]);
  const { remindHours, approvalHours } = rules.get(departmentId) ?? NO_RULES;
  const { now } = tx;
  const expiresAt = new Date(now.getTime() + approvalHours * HOUR_MS);
  const approvalId = deps.newId();
  await insertApprovals(tx, [
    {
      organizationId,
      id: approvalId,
      kind: 'void',
      subjectId: giftId,
      departmentId,
      requestedBy: person.id,
      excluded: [recipientId, giverId],
      amountMinor,
      currency,
      reason,
      requestedAt: now,
      remindAt: new Date(now.getTime() + remindHours * HOUR_MS),
      expiresAt,
    },
  ]);
  tx.after('advance-approvals', [approvalId]);
  const detail = { reason };
  const who = { actorId: person.id, subjectId: recipientId, giftId };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: now, kind: 'gift.void-asked', ...who, detail },
  ]);
  return { approvalId, gift, expiresAt };
}
