import type { Tx } from '#src/db/kit/schema.ts';
import type { GiftsDecision } from '#src/domain/recognition/decide-gifts.ts';
import type { Funds } from '#src/domain/budget/gift-request.ts';
import { openApprovals } from '#src/usecases/approval/steps/open-approvals.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { ResolvedRecognition } from './resolve-recognitions.ts';

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
  const byId = new Map(resolved.map((one) => [one.recognition.id, one]));
  const asked = decisions.flatMap(({ id, outcome }) => {
    const { recognition, request } = byId.get(id) ?? {};
    const funds = departmentFunds.find(({ departmentId }) => departmentId === request?.giver?.departmentId);
    if (!outcome.ok || outcome.value.step !== 'reserve' || !recognition || !request?.giver || !funds)
      return [];
    const { gifts } = outcome.value;
    return [
      {
        organizationId: recognition.organizationId,
        kind: 'gift' as const,
        subjectId: id,
        departmentId: funds.departmentId,
        requestedBy: request.giver.personId,
        excluded: gifts.map(({ recipientId }) => recipientId),
        amountMinor: gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n),
        currency: funds.currency,
        reason: recognition.message,
        rules: funds.rules,
      },
    ];
  });
  const approvals = await openApprovals(deps, tx, asked);
  return approvals.map(({ id }) => id);
}
