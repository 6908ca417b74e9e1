import { listWallets } from '#src/db/gift/wallet.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { getDepartment } from '#src/db/people/department.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { findGuardPolicy } from '#src/db/wallet/guard-policy.ts';
import { insertClosing, isClosingAsked } from '#src/db/wallet/wallet-closing.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type ClosingWay, closingWaysIn } from '#src/domain/wallet/closing.ts';
import { openApproval } from '#src/usecases/approval/steps/open-approvals.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type RequestDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** `way`: the organization's own where it is not said. */
export type ClosingRequest = {
  person: Person;
  ownerId: string;
  way?: ClosingWay | undefined;
  reason: string;
};

/** What waits for a second person's approval: one for each currency. */
export type RequestedClosing = {
  way: ClosingWay;
  closings: (Money & { approvalId: string; waitsUntil: Date })[];
};

/**
 * Asks a second person, and not its owner, to approve closing somebody's wallet: its gift funds return to their department, are
 * paid out, or stay to be spent. Promotional credit is not touched: it goes back on its day, or is taken back.
 *
 * Refuses roles that may not ask, a wallet without gift funds or with an open request, a way that the owner's region does not
 * allow, and a return to a department of another currency.
 */
export async function requestClosing(
  deps: RequestDeps,
  { person, ownerId, way: said, reason }: ClosingRequest,
): Promise<Outcome<RequestedClosing>> {
  const { organizationId, role } = person;
  if (!may(role, 'guard-wallets')) return refused({ kind: 'guard-not-allowed', role });
  return transact(deps, async (tx) => {
    const owner = await lockPerson(tx, organizationId, ownerId);
    const way = said ?? (await findGuardPolicy(tx, organizationId)).closing;
    const funds = (await listWallets(tx, owner)).filter(({ amountMinor }) => amountMinor > 0n);
    const refusal = await refusalOf(tx, { owner, way, funds });
    if (refusal) return refused(refusal);
    const closings: RequestedClosing['closings'] = [];
    for (const money of funds) closings.push(await ask(deps, tx, { person, owner, way, reason, money }));
    return done({ way, closings });
  });
}

async function refusalOf(
  tx: Tx,
  { owner, way, funds }: { owner: Person; way: ClosingWay; funds: readonly Money[] },
): Promise<Refusal | undefined> {
  const { organizationId, id: personId, name, departmentId, region: own } = owner;
  if (funds.length === 0) return { kind: 'wallet-empty', name };
  const department = await getDepartment(tx, { organizationId, id: departmentId });
  const region = own || department.region;
  const ways = closingWaysIn(region, tx.now.toISOString().slice(0, 10));
  if (!ways.includes(way)) return { kind: 'closing-way', region, ways: [...ways] };
  for (const { currency } of funds) {
    if (await isClosingAsked(tx, { organizationId, personId, currency })) return { kind: 'closing-asked' };
    if (way === 'return' && currency !== department.currency) {
      return { kind: 'currencies-differ', from: currency, to: department.currency };
    }
  }
  return undefined;
}

type Asking = { person: Person; owner: Person; way: ClosingWay; reason: string; money: Money };

async function ask(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { person, owner, way, reason, money }: Asking,
): Promise<RequestedClosing['closings'][number]> {
  const { organizationId, id: personId, departmentId } = owner;
  const { amountMinor, currency } = money;
  const id = deps.newId();
  const about = { organizationId, departmentId, currency, reason };
  await insertClosing(tx, { ...about, id, personId, way, askedBy: person.id });
  const approval = await openApproval(deps, tx, {
    ...about,
    kind: 'close',
    subjectId: id,
    requestedBy: person.id,
    excluded: [personId],
    amountMinor,
  });
  const who = { actorId: person.id, subjectId: personId };
  const detail = { closingId: id, way, currency, reason };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'wallet.closing-asked', ...who, detail },
  ]);
  return { amountMinor, currency, approvalId: approval.id, waitsUntil: approval.expiresAt };
}
