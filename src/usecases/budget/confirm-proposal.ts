import { saveProposalEnd } from '#src/db/budget/proposal.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { type Proposal, RIGHT_TO_CHANGE, rightToPropose, whoGains } from '#src/domain/budget/proposal.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { grantsThemselves, mayAct } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { applyProposal } from './steps/apply-proposal.ts';
import { endProposal, lockOpenProposal, type ProposalDecision } from './steps/lock-open-proposal.ts';
import { tellProposer } from './steps/tell-proposer.ts';

type ConfirmDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/**
 * Makes a change that somebody proposed, on the word of a second person: by the same steps as one that nobody had to confirm, in one
 * transaction, under the proposal's id, and so once.
 *
 * Refuses who proposed it, who gains by it, who has not the right, what is over, a proposer who has not the right any more, and a change
 * of what has changed since; that one is over then.
 */
export async function confirmProposal(
  deps: ConfirmDeps,
  decision: ProposalDecision,
): Promise<Outcome<Proposal>> {
  return transact(deps, async (tx): Promise<Outcome<Proposal>> => {
    const locked = await lockOpenProposal(tx, decision);
    if (!locked.ok) return locked;
    const proposal = locked.value;
    const refusal = (await refuseDecider(tx, proposal, decision)) ?? (await refuseProposer(tx, proposal));
    if (refusal) return refused(refusal);
    const applied = await applyProposal(deps, tx, proposal, { confirmedBy: decision.deciderId });
    if (!applied.ok && applied.refusal.kind === 'setting-changed') {
      await endProposal(tx, proposal);
      return refused({ kind: 'proposal-outdated' });
    }
    if (!applied.ok) return applied;
    await note(deps, tx, proposal, decision.deciderId);
    return done({ ...proposal, status: 'confirmed', decidedBy: decision.deciderId });
  });
}

/** Whoever runs the program may confirm what a person proposed. */
async function refuseDecider(
  tx: Tx,
  { organizationId, change, proposedBy }: Proposal,
  { deciderId }: ProposalDecision,
): Promise<Refusal | undefined> {
  if (deciderId === proposedBy) return { kind: 'own-proposal' };
  if (deciderId === null) return undefined;
  const decider = await getPerson(tx, organizationId, deciderId);
  if (!mayAct(decider, RIGHT_TO_CHANGE[change.kind]))
    return { kind: 'budget-not-allowed', role: decider.role };
  return grantsThemselves(decider, whoGains(change)) ? { kind: 'own-budget' } : undefined;
}

async function refuseProposer(
  tx: Tx,
  { organizationId, change, proposedBy }: Proposal,
): Promise<Refusal | undefined> {
  if (proposedBy === null) return undefined;
  const proposer = await getPerson(tx, organizationId, proposedBy);
  // A program acts as whoever makes its token, and an admin has a new account like anybody: neither is confirmed by them.
  const isOwn = change.kind === 'token' || change.kind === 'account';
  const gains = !isOwn && grantsThemselves(proposer, whoGains(change));
  const stillMay = mayAct(proposer, rightToPropose(change.kind)) && !gains;
  return stillMay ? undefined : { kind: 'proposer-lost-right', name: proposer.name };
}

async function note(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  proposal: Proposal,
  deciderId: string | null,
): Promise<void> {
  const { organizationId, id, proposedBy, change } = proposal;
  const byOperator = deciderId === null ? (tx.operator ?? 'Largesse') : null;
  await saveProposalEnd(tx, proposal, { status: 'confirmed', decidedBy: deciderId, byOperator });
  const detail = { proposalId: id, change: change.kind, proposedBy };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'proposal.confirmed', actorId: deciderId, detail },
  ]);
  await tellProposer(deps, tx, proposal, { status: 'confirmed', deciderId, reason: '' });
}
