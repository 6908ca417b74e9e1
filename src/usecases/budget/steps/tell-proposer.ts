import type { Tx } from '#src/db/kit/schema.ts';
import { getPerson } from '#src/db/people/person.ts';
import type { Proposal } from '#src/domain/budget/proposal.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

type Decided = { status: 'confirmed' | 'declined'; deciderId: string | null; reason: string };

/** Tells whoever proposed a change what became of it. */
export async function tellProposer(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id, proposedBy, change }: Proposal,
  { status, deciderId, reason }: Decided,
): Promise<void> {
  if (proposedBy === null) return;
  const decider =
    deciderId === null ? (tx.operator ?? 'Largesse') : (await getPerson(tx, organizationId, deciderId)).name;
  const detail = { decider, change: change.kind, status, reason };
  await notify(deps, tx, [
    { organizationId, personId: proposedBy, subjectId: id, kind: 'proposal.decided', detail },
  ]);
}
