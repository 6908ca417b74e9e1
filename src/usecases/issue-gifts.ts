import { accountNamed, type LockedAccount, postEntries } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import { getDepartments } from '#src/db/department.ts';
import { insertGifts, type NewGift } from '#src/db/gift.ts';
import { lockQueuedRecognitions, saveDecisions } from '#src/db/recognition.ts';
import type { Tx } from '#src/db/schema.ts';
import { addSpend } from '#src/db/spend.ts';
import { type Decision, type DepartmentBudget, decideGifts } from '#src/domain/decide-gifts.ts';
import type { NewEntry } from '#src/domain/ledger.ts';
import { dayOf } from '#src/domain/period.ts';
import { outstandingAccount } from './budget-accounts.ts';
import type { Deps } from './deps.ts';
import { type OpenBudget, openBudgets } from './open-budgets.ts';
import { type ResolvedRecognition, resolveRecognitions } from './resolve-recognitions.ts';

type IssueDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** What came of a batch: the gifts that were issued, and the requests that were decided either way. */
export type IssuedBatch = { recognitionIds: string[]; giftIds: string[] };

/**
 * Decides queued requests and issues their gifts, in one transaction, then rings for what follows.
 *
 * Accounts are locked in id order, so batches that share a department queue up and never deadlock. A request that is
 * already decided is left out: it keeps its first outcome. Either the whole batch is written or nothing of it.
 */
export async function issueGifts(deps: IssueDeps, ids: readonly string[]): Promise<IssuedBatch> {
  // One instant for the whole batch: a gift's day never falls out of the month whose budget paid for it.
  const now = deps.clock.now();
  const atOnce = { ...deps, clock: { now: () => now } };
  const batch = await deps.db.transaction().execute((tx) => decideAndWrite(atOnce, tx, ids));
  deps.log.info({ recognitions: batch.recognitionIds.length, gifts: batch.giftIds.length }, 'gifts issued');
  await Promise.all([
    deps.queue.ring('deliver-gift', batch.giftIds),
    deps.queue.ring('answer-giver', batch.recognitionIds),
  ]);
  return batch;
}

async function decideAndWrite(deps: IssueDeps, tx: Tx, ids: readonly string[]): Promise<IssuedBatch> {
  const recognitions = await lockQueuedRecognitions(tx, ids);
  const resolved = await resolveRecognitions(tx, recognitions);
  const departments = await getDepartments(tx, [
    ...new Set(resolved.flatMap(({ request }) => request.giver?.departmentId ?? [])),
  ]);
  const { budgets, accounts } = await openBudgets(deps, tx, departments, departments.map(outstandingAccount));
  const decisions = decideGifts(
    resolved.map(({ request }) => request),
    budgets.map(departmentBudgetOf),
  );
  const gifts = giftsOf(deps, resolved, decisions);
  await writeGifts(deps, tx, { gifts, budgets, accounts });
  await saveDecisions(tx, decidedRows(decisions, resolved), deps.clock.now());
  return { recognitionIds: recognitions.map(({ id }) => id), giftIds: gifts.map(({ id }) => id) };
}

function departmentBudgetOf({ department, period, leftMinor }: OpenBudget): DepartmentBudget {
  const { id: departmentId, name, currency, timeZone } = department;
  return { departmentId, name, currency, timeZone, period, leftMinor };
}

function giftsOf(
  deps: Pick<Deps, 'clock' | 'newId'>,
  resolved: readonly ResolvedRecognition[],
  decisions: readonly Decision[],
): NewGift[] {
  const createdAt = deps.clock.now();
  const byId = new Map(resolved.map((one) => [one.recognition.id, one]));
  return decisions.flatMap(({ id, outcome }) => {
    const one = byId.get(id);
    const giver = one?.request.giver;
    if (!outcome.ok || !one || !giver) return [];
    const { organizationId } = one.recognition;
    return outcome.value.map(({ recipientId, departmentId, money }) => ({
      organizationId,
      id: deps.newId(),
      recognitionId: id,
      recipientId,
      giverId: giver.personId,
      departmentId,
      region: one.regions.get(recipientId) ?? '',
      amountMinor: money.amountMinor,
      currency: money.currency,
      createdAt,
    }));
  });
}

type Writing = { gifts: NewGift[]; budgets: OpenBudget[]; accounts: LockedAccount[] };

async function writeGifts(deps: IssueDeps, tx: Tx, { gifts, budgets, accounts }: Writing): Promise<void> {
  if (gifts.length === 0) return;
  const purses = pursesOf(budgets, accounts, deps.clock.now());
  await insertGifts(tx, deps.keys, gifts);
  await postEntries(
    tx,
    gifts.map((gift) => entryOf(deps, gift, getPurse(purses, gift))),
    accounts,
  );
  await addSpend(
    tx,
    gifts.map((gift) => ({ ...gift, day: getPurse(purses, gift).day, gifts: 1 })),
  );
  await insertActivities(
    tx,
    gifts.map((gift) => ({
      organizationId: gift.organizationId,
      id: deps.newId(),
      at: gift.createdAt,
      kind: 'gift.issued' as const,
      actorId: gift.giverId,
      subjectId: gift.recipientId,
      giftId: gift.id,
      detail: { amountMinor: gift.amountMinor.toString(), currency: gift.currency },
    })),
  );
}

/** What a department's gifts of one batch have in common: the accounts that they move money between, and their day. */
type Purse = { budgetId: string; outstandingId: string; day: string };

function pursesOf(
  budgets: readonly OpenBudget[],
  accounts: readonly LockedAccount[],
  now: Date,
): Map<string, Purse> {
  return new Map(
    budgets.map(({ department, account }) => {
      const outstandingId = accountNamed(accounts, outstandingAccount(department)).id;
      return [department.id, { budgetId: account.id, outstandingId, day: dayOf(now, department.timeZone) }];
    }),
  );
}

function getPurse(purses: ReadonlyMap<string, Purse>, gift: NewGift): Purse {
  const purse = purses.get(gift.departmentId);
  if (!purse) throw new Error(`the budget of department ${gift.departmentId} is not open`);
  return purse;
}

function entryOf(deps: Pick<Deps, 'newId'>, gift: NewGift, { budgetId, outstandingId }: Purse): NewEntry {
  return {
    id: deps.newId(),
    organizationId: gift.organizationId,
    kind: 'gift.issued',
    key: `gift.issued:${gift.id}`,
    occurredAt: gift.createdAt,
    legs: [
      { accountId: budgetId, amount: -gift.amountMinor },
      { accountId: outstandingId, amount: gift.amountMinor },
    ],
  };
}

function decidedRows(decisions: readonly Decision[], resolved: readonly ResolvedRecognition[]) {
  const givers = new Map(resolved.map(({ recognition, request }) => [recognition.id, request.giver]));
  return decisions.map(({ id, outcome }) => ({
    id,
    giverId: givers.get(id)?.personId ?? null,
    departmentId: givers.get(id)?.departmentId ?? null,
    refusal: outcome.ok ? null : outcome.refusal,
  }));
}
