import { saveProposalEnd } from '#src/db/budget/proposal.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { type Proposal, RIGHT_TO_CHANGE } from '#src/domain/budget/proposal.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { mayAct } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { lockOpenProposal, type ProposalDecision } from './steps/lock-open-proposal.ts';
import { tellProposer } from './steps/tell-proposer.ts';

/** Says no to a change that somebody else proposed, and why: they read it. Nothing changes. */
export async function declineProposal(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  decision: ProposalDecision & { reason: string },
): Promise<Outcome<Proposal>> {
  const { organizationId, deciderId } = decision;
  const reason = decision.reason.trim();
  if (reason === '') return refused({ kind: 'reason-missing' });
  return transact(deps, async (tx): Promise<Outcome<Proposal>> => {
    const locked = await lockOpenProposal(tx, decision);
    if (!locked.ok) return locked;
    const { id, change, proposedBy } = locked.value;
    if (deciderId === proposedBy) return refused({ kind: 'own-proposal' });
    const decider = deciderId === null ? undefined : await getPerson(tx, organizationId, deciderId);
    if (decider && !mayAct(decider, RIGHT_TO_CHANGE[change.kind]))
      return refused({ kind: 'budget-not-allowed', role: decider.role });
    const byOperator = deciderId === null ? (tx.operator ?? 'Largesse') : null;
    await saveProposalEnd(tx, locked.value, { status: 'declined', decidedBy: deciderId, byOperator, reason });
    const detail = { proposalId: id, change: change.kind, proposedBy, reason };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'proposal.declined', actorId: deciderId, detail },
    ]);
    await tellProposer(deps, tx, locked.value, { status: 'declined', deciderId, reason });
    return done({ ...locked.value, status: 'declined', decidedBy: deciderId });
  });
}
