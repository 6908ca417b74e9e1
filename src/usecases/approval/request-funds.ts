import { findApprovalAbout, getApprovalView } from '#src/db/approval/approval-view.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { findRecognition } from '#src/db/recognition/recognition.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { moneyOf } from '#src/domain/kit/money.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { openApproval } from './steps/open-approvals.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Person } from '#src/domain/people/person.ts';

type FundsDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Asks finance for the money that a department's budget lacked when it refused a request. Only the request's giver may
 * ask, and not again while the approval is open or after somebody decided it.
 */
export async function requestFunds(
  deps: FundsDeps,
  { person, recognitionId }: { person: Person; recognitionId: string },
): Promise<Outcome<ApprovalView>> {
  return transact(deps, async (tx): Promise<Outcome<ApprovalView>> => {
    await lockPerson(tx, person.organizationId, person.id);
    const recognition = await findRecognition(tx, {
      organizationId: person.organizationId,
      id: recognitionId,
    });
    const missing = recognition && missingFunds(recognition, person);
    if (!missing) return refused({ kind: 'no-funds-to-ask' });
    const about = { organizationId: person.organizationId, kind: 'funds' as const, subjectId: recognitionId };
    const refusal = refusalAfter(await findApprovalAbout(tx, about));
    return refusal ? refused(refusal) : done(await ask(deps, tx, { recognition, person, ...missing }));
  });
}

type Missing = { departmentId: string; amountMinor: bigint; currency: string };

function missingFunds(recognition: Recognition, person: Person): Missing | undefined {
  const { giverId, departmentId, refusal } = recognition;
  if (giverId !== person.id || !departmentId || refusal?.kind !== 'over-budget') return undefined;
  const { amountMinor, currency } = moneyOf(refusal.asked);
  return { departmentId, amountMinor: amountMinor - moneyOf(refusal.left).amountMinor, currency };
}

/** An approval that expired may be requested again. */
function refusalAfter(before: ApprovalView | undefined): Refusal | undefined {
  switch (before?.status) {
    case 'open':
      return { kind: 'funds-asked' };
    case 'approved':
    case 'declined': {
      const by = must(before.decidedByName, `decider of approval ${before.id}`);
      return { kind: `already-${before.status}`, by };
    }
    default:
      return undefined;
  }
}

async function ask(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { recognition, person, ...missing }: Missing & { recognition: Recognition; person: Person },
): Promise<ApprovalView> {
  const { organizationId } = person;
  const { id } = await openApproval(deps, tx, {
    organizationId,
    kind: 'funds',
    subjectId: recognition.id,
    requestedBy: person.id,
    excluded: [],
    reason: recognition.message,
    ...missing,
  });
  await refreshCards(tx, organizationId, [recognition.id]);
  return getApprovalView(tx, { organizationId, id });
}
