import type { Tx } from '#src/db/kit/schema.ts';
import type { GrantedRecognition } from '#src/domain/recognition/decide-gifts.ts';
import { openApprovals } from '#src/usecases/approval/steps/open-approvals.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Opens an approval for each request with reserved money, and returns their ids. */
export async function askForApproval(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  granted: readonly GrantedRecognition[],
): Promise<string[]> {
  const asked = granted
    .filter(({ grant }) => grant.step === 'reserve')
    .map(({ recognition, grant: { giver, funds, gifts } }) => ({
      organizationId: recognition.organizationId,
      kind: 'gift' as const,
      subjectId: recognition.id,
      departmentId: funds.departmentId,
      requestedBy: giver.personId,
      excluded: gifts.map(({ recipientId }) => recipientId),
      amountMinor: gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n),
      currency: funds.currency,
      reason: recognition.message,
      rules: funds.rules,
    }));
  const approvals = await openApprovals(deps, tx, asked);
  return approvals.map(({ id }) => id);
}
