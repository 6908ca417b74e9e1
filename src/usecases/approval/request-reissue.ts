import { hasOpenApproval } from '#src/db/approval/approval.ts';
import { isCodeReported } from '#src/db/gift/code-report.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { GiftToVoid } from '#src/db/gift/void.ts';
import { lockGiftsToVoid } from '#src/db/gift/void.ts';
import { refusalOfStatus } from '#src/domain/gift/taking-back.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { openApproval } from './steps/open-approvals.ts';

/** What waits for a second person's approval, and until when. */
export type RequestedReissue = { approvalId: string; gift: GiftToVoid; expiresAt: Date };

/**
 * Asks a second person, and not its recipient, to approve another code for a gift whose code is reported.
 *
 * Refuses roles that may not ask, gifts whose value has moved on, codes that nobody reported, and gifts with an open request.
 */
export async function requestReissue(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, giftId, reason }: { person: Person; giftId: string; reason: string },
): Promise<Outcome<RequestedReissue>> {
  const { organizationId, id: requestedBy, role } = person;
  if (!may(role, 'guard-wallets')) return refused({ kind: 'guard-not-allowed', role });
  return transact(deps, async (tx) => {
    const [gift] = await lockGiftsToVoid(tx, organizationId, [giftId]);
    if (!gift) return refused({ kind: 'unknown-gift' });
    const refusal = refusalOfStatus(gift);
    if (refusal) return refused(refusal);
    if (!(await isCodeReported(tx, gift))) return refused({ kind: 'code-not-reported' });
    const about = { organizationId, kind: 'reissue' as const, subjectId: giftId };
    if (await hasOpenApproval(tx, about)) return refused({ kind: 'reissue-asked' });
    const { departmentId, recipientId, amountMinor, currency } = gift;
    const money = { amountMinor, currency };
    const asked = { ...about, departmentId, requestedBy, excluded: [recipientId], reason, ...money };
    const { id: approvalId, expiresAt } = await openApproval(deps, tx, asked);
    const who = { actorId: requestedBy, subjectId: recipientId, giftId };
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'code.reissue-asked',
        ...who,
        detail: { reason },
      },
    ]);
    return done({ approvalId, gift, expiresAt });
  });
}
