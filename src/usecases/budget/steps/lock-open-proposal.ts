import { lockProposal, saveProposalEnd } from '#src/db/budget/proposal.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Proposal } from '#src/domain/budget/proposal.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';

/** Who decides on which proposal. `deciderId`: null for whoever runs the program. */
export type ProposalDecision = { organizationId: string; proposalId: string; deciderId: string | null };

/** Locks a proposal that can still be decided. One that waited too long ends. */
export async function lockOpenProposal(
  tx: Tx,
  { organizationId, proposalId: id }: ProposalDecision,
): Promise<Outcome<Proposal>> {
  const proposal = await lockProposal(tx, { organizationId, id });
  if (!proposal) return refused({ kind: 'unknown-proposal' });
  if (proposal.status !== 'open') return refused({ kind: 'proposal-over', status: proposal.status });
  if (proposal.expiresAt > tx.now) return done(proposal);
  await endProposal(tx, proposal);
  return refused({ kind: 'proposal-over', status: 'expired' });
}

/** Nobody can confirm it any more, whatever else is refused. */
export async function endProposal(tx: Tx, proposal: Proposal): Promise<void> {
  tx.keepOnRefusal();
  await saveProposalEnd(tx, proposal, { status: 'expired', decidedBy: null });
}
