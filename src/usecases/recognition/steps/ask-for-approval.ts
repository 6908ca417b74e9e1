import { insertApprovals } from '#src/db/approval/approval.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { GrantedRecognition } from '#src/domain/recognition/decide-gifts.ts';
import { HOUR_MS } from '#src/kit/time.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Opens an approval for each request whose money was put aside, and returns their ids. */
export async function askForApproval(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  granted: readonly GrantedRecognition[],
): Promise<string[]> {
  const now = tx.now.getTime();
  const approvals = granted
    .filter(({ grant }) => grant.step === 'reserve')
    .map(({ recognition, grant: { giver, funds, gifts } }) => ({
      organizationId: recognition.organizationId,
      id: deps.newId(),
      kind: 'gift' as const,
      subjectId: recognition.id,
      departmentId: funds.departmentId,
      requestedBy: giver.personId,
      excluded: gifts.map(({ recipientId }) => recipientId),
      amountMinor: gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n),
      currency: funds.currency,
      reason: recognition.message,
      requestedAt: tx.now,
      remindAt: new Date(now + funds.rules.remindHours * HOUR_MS),
      expiresAt: new Date(now + funds.rules.approvalHours * HOUR_MS),
    }));
  await insertApprovals(tx, approvals);
  const ids = approvals.map(({ id }) => id);
  tx.after('advance-approvals', ids);
  return ids;
}
