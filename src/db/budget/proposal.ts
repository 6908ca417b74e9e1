import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { sql } from 'kysely';
import {
  changeOf,
  isKnownKind,
  type Proposal,
  type ProposalStatus,
  storeChange,
} from '#src/domain/budget/proposal.ts';

const columns = [
  'organization_id as organizationId',
  'id',
  'change',
  'basis',
  'amount_minor as amountMinor',
  'currency',
  'reason',
  'proposed_by as proposedBy',
  'by_operator as byOperator',
  'proposed_at as proposedAt',
  'expires_at as expiresAt',
  'status',
  'decided_by as decidedBy',
] as const;

type ProposalRef = { organizationId: string; id: string };

/** Writes what waits for a second person. False when there was one with this id before. */
export async function insertProposal(
  tx: Tx,
  proposal: Omit<Proposal, 'status' | 'decidedBy'>,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('proposal')
    .values({
      organization_id: proposal.organizationId,
      id: proposal.id,
      kind: proposal.change.kind,
      change: JSON.stringify(storeChange(proposal.change)),
      basis: proposal.basis,
      amount_minor: proposal.weight === 'no-limit' ? null : proposal.weight,
      currency: proposal.currency,
      reason: proposal.reason,
      proposed_by: proposal.proposedBy,
      by_operator: proposal.byOperator,
      proposed_at: proposal.proposedAt,
      expires_at: proposal.expiresAt,
      decided_by: null,
      decided_by_operator: null,
      decided_at: null,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findProposal(
  db: Reader,
  { organizationId, id }: ProposalRef,
): Promise<Proposal | undefined> {
  const row = await select(db, { organizationId, id }).executeTakeFirst();
  return row && proposalOf(row);
}

type Same = Pick<Proposal, 'organizationId' | 'change' | 'basis' | 'reason' | 'proposedBy'>;

/** The id of one that the same person proposed for the same reason on the same basis, and that still waits. */
export async function findOpenLike(
  db: Reader,
  { organizationId, change, basis, reason, proposedBy }: Same,
  now: Date,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('proposal')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'open')
    .where('expires_at', '>', now)
    .where('basis', '=', basis)
    // Of an account or a token it says which one; a role is the same whatever the reason.
    .$if(change.kind !== 'role', (query) => query.where('reason', '=', reason))
    .where('proposed_by', 'is not distinct from', proposedBy)
    .where(sql<boolean>`change = ${JSON.stringify(storeChange(change))}::jsonb`)
    .executeTakeFirst();
  return row?.id;
}

/** Locks it until the transaction ends, whatever became of it. Before departments and accounts. */
export async function lockProposal(
  tx: Tx,
  { organizationId, id }: ProposalRef,
): Promise<Proposal | undefined> {
  const row = await select(tx, { organizationId, id }).forUpdate().executeTakeFirst();
  return row && proposalOf(row);
}

/** Ends a locked one. `decidedBy`: null when time did, or whoever runs the program. */
export async function saveProposalEnd(
  tx: Tx,
  { organizationId, id }: ProposalRef,
  {
    status,
    decidedBy,
    byOperator = null,
    reason = '',
  }: {
    status: Exclude<ProposalStatus, 'open'>;
    decidedBy: string | null;
    byOperator?: string | null;
    reason?: string;
  },
): Promise<void> {
  await tx
    .updateTable('proposal')
    .set({
      status,
      decided_by: decidedBy,
      decided_by_operator: byOperator,
      decided_at: tx.now,
      decision_reason: reason,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', '=', 'open')
    .execute();
}

function select(db: Reader, { organizationId, id }: ProposalRef) {
  return db
    .selectFrom('proposal')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);
}

type Row = Omit<Proposal, 'change' | 'weight'> & {
  change: Parameters<typeof changeOf>[0];
  amountMinor: bigint | null;
};

/** @throws where only a newer version knows what is proposed: nobody may decide about it here. */
export function proposalOf({ change, amountMinor, ...row }: Row): Proposal {
  if (!isKnownKind(change.kind))
    throw new Error('This process is older than its database: restart it with the new version');
  return { ...row, change: changeOf(change), weight: amountMinor ?? 'no-limit' };
}
