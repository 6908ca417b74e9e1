import { saveProposalEnd } from '#src/db/budget/proposal.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Proposal } from '#src/domain/budget/proposal.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { lockOpenProposal, type ProposalDecision } from './steps/lock-open-proposal.ts';

/** Takes back a change that one proposed oneself, while it waits. Whoever runs the program takes back any. */
export async function withdrawProposal(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  decision: ProposalDecision,
): Promise<Outcome<Proposal>> {
  const { organizationId, deciderId } = decision;
  return transact(deps, async (tx): Promise<Outcome<Proposal>> => {
    const locked = await lockOpenProposal(tx, decision);
    if (!locked.ok) return locked;
    const { id, change, proposedBy } = locked.value;
    if (deciderId !== null && deciderId !== proposedBy) return refused({ kind: 'not-yours-to-withdraw' });
    const byOperator = deciderId === null ? (tx.operator ?? 'Largesse') : null;
    await saveProposalEnd(tx, locked.value, { status: 'withdrawn', decidedBy: deciderId, byOperator });
    const detail = { proposalId: id, change: change.kind, proposedBy };
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'proposal.withdrawn',
        actorId: deciderId,
        detail,
      },
    ]);
    return done({ ...locked.value, status: 'withdrawn', decidedBy: deciderId });
  });
}
