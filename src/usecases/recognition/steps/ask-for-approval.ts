import { insertApprovals } from '#src/db/approval/approval.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { GiftsDecision } from '#src/domain/recognition/decide-gifts.ts';
import type { Funds } from '#src/domain/budget/gift-request.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { ResolvedRecognition } from './resolve-recognitions.ts';

const HOUR_MS = 3_600_000;

type Asking = {
  decisions: readonly GiftsDecision[];
  resolved: readonly ResolvedRecognition[];
  departmentFunds: readonly Funds[];
};

/** Opens an approval for each request whose money was put aside, and returns their ids. */
export async function askForApproval(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { decisions, resolved, departmentFunds }: Asking,
): Promise<string[]> {
  const now = tx.now.getTime();
  const byId = new Map(resolved.map((one) => [one.recognition.id, one]));
  const approvals = decisions.flatMap(({ id, outcome }) => {
    const { recognition, request } = byId.get(id) ?? {};
    const funds = departmentFunds.find(({ departmentId }) => departmentId === request?.giver?.departmentId);
    if (!outcome.ok || outcome.value.step !== 'reserve' || !recognition || !request?.giver || !funds)
      return [];
    const { gifts } = outcome.value;
    return [
      {
        organizationId: recognition.organizationId,
        id: deps.newId(),
        kind: 'gift' as const,
        subjectId: id,
        departmentId: funds.departmentId,
        requestedBy: request.giver.personId,
        excluded: gifts.map(({ recipientId }) => recipientId),
        amountMinor: gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n),
        currency: funds.currency,
        reason: recognition.message,
        requestedAt: tx.now,
        remindAt: new Date(now + funds.rules.remindHours * HOUR_MS),
        expiresAt: new Date(now + funds.rules.approvalHours * HOUR_MS),
      },
    ];
  });
  await insertApprovals(tx, approvals);
  const ids = approvals.map(({ id }) => id);
  tx.after('advance-approvals', ids);
  return ids;
}
