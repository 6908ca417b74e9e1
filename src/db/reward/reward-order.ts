import { sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { type RewardStatus, rewardMoves } from '#src/domain/reward/reward-moves.ts';

type OrderRef = { organizationId: string; id: string };

/** `id`: that of what it is for, such as the gift. It is the key of the purchase, so the same thing is bought once. */
export type NewRewardOrder = OrderRef & {
  personId: string;
  /** The provider's name, and its id of what is bought. */
  provider: string;
  product: string;
  face: Money;
};

/** Inserts an order that is due. Returns whether it is new. */
export async function saveRewardOrder(tx: Tx, order: NewRewardOrder): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('reward_order')
    .values({
      organization_id: order.organizationId,
      id: order.id,
      person_id: order.personId,
      provider: order.provider,
      product: order.product,
      amount_minor: order.face.amountMinor,
      currency: order.face.currency,
      ordered_at: tx.now,
      due_at: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export type RewardOrder = NewRewardOrder & {
  status: RewardStatus;
  attempts: number;
  dueAt: Date | null;
  orderedAt: Date;
  providerRef: string | null;
};

const COLUMNS = sql`organization_id as "organizationId", id, person_id as "personId", provider, product,
  amount_minor as "amountMinor", currency, status, attempts, due_at as "dueAt", ordered_at as "orderedAt",
  provider_ref as "providerRef"`;

type Row = Omit<RewardOrder, 'face'> & Money;

function orderOf({ amountMinor, currency, ...row }: Row): RewardOrder {
  return { ...row, face: { amountMinor, currency } };
}

/** The order that a job names: the queue knows only its id. Undefined when there is none. */
export async function findRewardOrderRef(db: Reader, id: string): Promise<OrderRef | undefined> {
  return db
    .selectFrom('reward_order')
    .select(['organization_id as organizationId', 'id'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Locks an order until the transaction ends. */
export async function lockRewardOrder(
  tx: Tx,
  { organizationId, id }: OrderRef,
): Promise<RewardOrder | undefined> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from reward_order
     where organization_id = ${organizationId} and id = ${id} for update`.execute(tx);
  return rows[0] && orderOf(rows[0]);
}

/** Says that a provider is being asked for a locked order, until `leaseEndsAt`. */
export async function saveAsking(tx: Tx, { organizationId, id }: OrderRef, leaseEndsAt: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('reward_order')
    .set(({ eb }) => ({
      status: rewardMoves.ask.to,
      attempts: eb('attempts', '+', 1),
      due_at: leaseEndsAt,
    }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', rewardMoves.ask.from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`reward order ${id} changed under its lock`);
}

/** Moves the due time of a locked order, and nothing else. */
export async function saveRewardDueAt(tx: Tx, { organizationId, id }: OrderRef, dueAt: Date): Promise<void> {
  await tx
    .updateTable('reward_order')
    .set({ due_at: dueAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('due_at', 'is not', null)
    .execute();
}

/** What is known of an order that is not settled yet. `error`: what was said, for the log and for finance. */
export type OpenStep = { dueAt: Date; providerRef?: string | undefined; error?: string };

/** Says what came of asking for a locked order. Throws when it is not being asked for. */
export async function saveOpen(
  tx: Tx,
  { organizationId, id }: OrderRef,
  move: 'wait' | 'lose' | 'postpone',
  { dueAt, providerRef, error }: OpenStep,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('reward_order')
    .set({
      status: rewardMoves[move].to,
      due_at: dueAt,
      last_error: error ?? null,
      ...(providerRef === undefined ? {} : { provider_ref: providerRef }),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', rewardMoves[move].from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`reward order ${id} changed under its lock`);
}

/** `fee` is in the currency of `charged`. */
export type Purchase = { providerRef: string; charged: Money; fee: Money; expiresAt?: Date };

/** Settles a locked order: it is bought. Throws when it is not being asked for. */
export async function saveBought(
  tx: Tx,
  { organizationId, id }: OrderRef,
  purchase: Purchase,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('reward_order')
    .set({
      status: rewardMoves.buy.to,
      due_at: null,
      settled_at: tx.now,
      last_error: null,
      provider_ref: purchase.providerRef,
      charged_minor: purchase.charged.amountMinor,
      fee_minor: purchase.fee.amountMinor,
      charged_currency: purchase.charged.currency,
      expires_at: purchase.expiresAt ?? null,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', rewardMoves.buy.from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`reward order ${id} changed under its lock`);
}

/** Settles a locked order: it is not bought and never will be. Throws when it is not being asked for. */
export async function saveRejected(tx: Tx, { organizationId, id }: OrderRef, reason: string): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('reward_order')
    .set({ status: rewardMoves.reject.to, due_at: null, settled_at: tx.now, last_error: reason })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', rewardMoves.reject.from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`reward order ${id} changed under its lock`);
}

/** Counts that the owner of a locked order sees what was bought. */
export async function saveRevealed(tx: Tx, { organizationId, id }: OrderRef): Promise<void> {
  await tx
    .updateTable('reward_order')
    .set(({ eb }) => ({ reveals: eb('reveals', '+', 1), revealed_at: tx.now }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** The states of these orders by their ids, whichever there are. */
export async function findRewardStatuses(
  db: Reader,
  { organizationId, ids }: { organizationId: string; ids: readonly string[] },
): Promise<Map<string, RewardStatus>> {
  const rows = await db
    .selectFrom('reward_order')
    .select(['id', 'status'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', sql<string>`any (${uuidArray(ids)}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/**
 * Makes orders due that wait for a provider, or for an answer: what they wait for is there. Returns their ids. What is
 * being asked just now is left alone.
 */
export async function hastenRewardOrders(
  tx: Tx,
  found: { organizationId: string } & (
    | { ids: readonly string[] }
    | { provider: string; providerRef: string }
  ),
): Promise<string[]> {
  const rows = await tx
    .updateTable('reward_order')
    .set({ due_at: tx.now })
    .where('status', 'in', ['due', 'pending', 'unknown'])
    .where('due_at', 'is not', null)
    .where('organization_id', '=', found.organizationId)
    .where(
      'ids' in found
        ? sql<boolean>`id = any (${uuidArray(found.ids)}::uuid[])`
        : sql<boolean>`provider = ${found.provider} and provider_ref = ${found.providerRef}`,
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
