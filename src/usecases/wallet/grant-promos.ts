import { accountNamed, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import { holdDepartments } from '#src/db/people/department.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findDeactivatedName } from '#src/db/people/person.ts';
import { findGrantsAsked, insertGrants, type NewGrant } from '#src/db/wallet/promo-grant.ts';
import { availableIn } from '#src/domain/budget/funds.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { promoAccount } from '#src/domain/ledger/accounts.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';
import { remindAtOf } from '#src/domain/wallet/grant.ts';
import { alertBudgets } from '#src/usecases/budget/steps/alert-budgets.ts';
import { type OpenBudget, openBudgets } from '#src/usecases/budget/steps/open-budgets.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { planPayments } from './steps/pay-for-grants.ts';

type GrantDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** One person's credit. `requestId`: your own id, of at most 200 characters; the same one is granted once. */
export type AskedPromo = { personId: string; amountMinor: bigint; requestId: string };

export type PromoRequest = {
  /** Whose budget pays, in its currency. */
  department: Department;
  /** Who grants it. */
  person: Person;
  reason: string;
  expiresAt: Date;
  promos: readonly AskedPromo[];
};

/** What was granted now, minor units. `repeated`: how many had been granted before, and were not again. */
export type GrantedPromos = {
  grants: { grantId: string; personId: string; amountMinor: bigint }[];
  repeated: number;
  totalMinor: bigint;
};

/**
 * Grants people promotional credit out of a department's budget until an instant, all or nothing; its owners are told. Asked
 * twice, it is granted once.
 *
 * Refuses roles that may not, an end in the past, a request that asked for something else before, people who have left, a
 * frozen department, and more than it has left.
 *
 * @throws `LostAnswer` when it may have been granted; after any other fault it was not.
 */
export async function grantPromos(deps: GrantDeps, request: PromoRequest): Promise<Outcome<GrantedPromos>> {
  return transact(deps, (tx) => grant(deps, tx, request));
}

/** What `grantPromos` would do now. */
export async function planPromos(deps: GrantDeps, request: PromoRequest): Promise<Outcome<GrantedPromos>> {
  return rehearse(deps, (tx) => grant(deps, tx, request));
}

async function grant(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  request: PromoRequest,
): Promise<Outcome<GrantedPromos>> {
  // First, as givers do: whoever merges or erases people holds departments before they wait for people.
  await holdDepartments(tx, [request.department]);
  const refusal = await refusalOf(tx, request);
  if (refusal) return refused(refusal);
  const asked = grantsOf(deps, tx, request);
  const inserted = await insertGrants(tx, asked);
  const grants = asked.filter(({ id }) => inserted.has(id));
  const repeats = asked.filter(({ id }) => !inserted.has(id));
  const other = await findOther(tx, request, repeats);
  if (other) return refused({ kind: 'promo-asked-differently', request: other });
  const totalMinor = grants.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (grants.length > 0) {
    const paid = await pay(deps, tx, { department: request.department, grants, totalMinor });
    if (!paid.ok) return paid;
    await record(deps, tx, grants, request.department);
  }
  return done({
    grants: grants.map(({ id, personId, amountMinor }) => ({ grantId: id, personId, amountMinor })),
    repeated: repeats.length,
    totalMinor,
  });
}

async function refusalOf(tx: Tx, { person, expiresAt, promos }: PromoRequest): Promise<Refusal | undefined> {
  const { organizationId, role } = person;
  if (person.isDeactivated || !may(role, 'grant-promos')) return { kind: 'promo-not-allowed', role };
  if (expiresAt <= tx.now) return { kind: 'time-is-over' };
  const ids = promos.map(({ personId }) => personId);
  const name = await findDeactivatedName(tx, organizationId, ids);
  return name === undefined ? undefined : { kind: 'inactive-person', name };
}

function grantsOf(
  { newId }: Pick<Deps, 'newId'>,
  { now: grantedAt }: Pick<Tx, 'now'>,
  { department, person, reason, expiresAt, promos }: PromoRequest,
): NewGrant[] {
  const { organizationId, id: departmentId, currency } = department;
  const remindAt = remindAtOf({ grantedAt, expiresAt });
  const same = { organizationId, departmentId, currency, reason, grantedAt, grantedBy: person.id };
  return promos.map((promo) => ({ ...same, ...promo, id: newId(), expiresAt, remindAt }));
}

/** A request that was granted before, and asked for something else then. */
async function findOther(
  tx: Tx,
  { department: { organizationId } }: PromoRequest,
  repeats: readonly NewGrant[],
): Promise<string | undefined> {
  const ids = repeats.map(({ requestId }) => requestId);
  const known = await findGrantsAsked(tx, organizationId, ids);
  return repeats.find(({ requestId, personId, amountMinor }) => {
    const first = known.find((one) => one.requestId === requestId);
    return first?.personId !== personId || first.amountMinor !== amountMinor;
  })?.requestId;
}

type Payment = { department: Department; grants: readonly NewGrant[]; totalMinor: bigint };

async function pay(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { department, grants, totalMinor }: Payment,
): Promise<Outcome<undefined>> {
  const { budgets, accounts } = await openBudgets(deps, tx, [department], () => grants.map(promoAccount));
  const [budget] = budgets;
  if (!budget) throw new Error('the budget did not open');
  const refusal = refusalToPay(budget, totalMinor);
  if (refusal) return refused(refusal);
  const after = await postEntries(tx, planPayments(deps, tx, { budget, grants, accounts }), accounts);
  await alertBudgets(deps, tx, [{ budget, after: accountNamed(after, budget.account) }]);
  return done(undefined);
}

function refusalToPay(
  { department, policy, period, leftMinor, topUp }: OpenBudget,
  totalMinor: bigint,
): Refusal | undefined {
  const { name, currency, timeZone } = department;
  if (policy.isClosed) return { kind: 'department-closed', department: name };
  if (policy.isFrozen) return { kind: 'budget-frozen', department: name };
  if (leftMinor === undefined && !topUp) return { kind: 'no-budget', department: name };
  const available = availableIn({ leftMinor, topUpMinor: topUp?.balance ?? 0n });
  if (totalMinor <= available) return undefined;
  return {
    kind: 'over-budget',
    department: name,
    asked: storeMoney({ amountMinor: totalMinor, currency }),
    left: storeMoney({ amountMinor: available, currency }),
    until: period.end.toISOString(),
    timeZone,
  };
}

async function record(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  grants: readonly NewGrant[],
  { timeZone }: Department,
): Promise<void> {
  await insertActivities(
    tx,
    grants.map(({ organizationId, id: grantId, personId, departmentId, amountMinor, ...grant }) => ({
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'promo.granted',
      actorId: grant.grantedBy,
      subjectId: personId,
      detail: {
        grantId,
        departmentId,
        amountMinor: amountMinor.toString(),
        currency: grant.currency,
        reason: grant.reason,
        expiresAt: grant.expiresAt.toISOString(),
      },
    })),
  );
  await notify(
    deps,
    tx,
    grants.map(({ organizationId, id: subjectId, personId, amountMinor, currency, reason, expiresAt }) => {
      const detail = {
        money: storeMoney({ amountMinor, currency }),
        reason,
        expiresAt: expiresAt.toISOString(),
        timeZone,
      };
      return { organizationId, personId, subjectId, kind: 'promo.granted' as const, detail };
    }),
  );
}
