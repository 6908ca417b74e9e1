import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { type OrderEnd, orderMoves, type OrderStatus } from '#src/domain/states.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';

export type OrderRef = { organizationId: string; id: string };

/** Some of these count towards a limit per person. */
const COUNTED: readonly OrderStatus[] = ['placed', 'fulfilling', 'fulfilled'];

const COLUMNS = [
  'organization_id as organizationId',
  'id',
  'person_id as personId',
  'checkout_id as checkoutId',
  'item_id as itemId',
  'kind',
  'item_name as itemName',
  'request_id as requestId',
  'amount_minor as amountMinor',
  'currency',
  'placed_at as placedAt',
  'status',
  'takes_stock as takesStock',
  'started_at as startedAt',
  'fulfilled_at as fulfilledAt',
  'ended_at as endedAt',
  'ended_why as endedWhy',
  'note',
  'reason',
  'reveals',
  'revealed_at as revealedAt',
] as const;

export async function insertOrder(tx: Tx, order: StoreOrder): Promise<void> {
  await tx
    .insertInto('store_order')
    .values({
      organization_id: order.organizationId,
      id: order.id,
      person_id: order.personId,
      checkout_id: order.checkoutId,
      item_id: order.itemId,
      kind: order.kind,
      item_name: order.itemName,
      request_id: order.requestId,
      amount_minor: order.amountMinor,
      currency: order.currency,
      placed_at: order.placedAt,
      takes_stock: order.takesStock,
    })
    .execute();
}

export async function findOrder(db: Reader, ref: OrderRef): Promise<StoreOrder | undefined> {
  return selectOne(db, ref).executeTakeFirst();
}

/** Locks an order until the transaction ends. Lock its buyer before, and its checkout after it. */
export async function lockOrder(tx: Tx, ref: OrderRef): Promise<StoreOrder | undefined> {
  return selectOne(tx, ref).forUpdate().executeTakeFirst();
}

function selectOne(db: Reader, { organizationId, id }: OrderRef) {
  return db
    .selectFrom('store_order')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);
}

/** What a buyer ordered by this id of their own. */
export async function findOrderAsked(
  db: Reader,
  asked: { organizationId: string; personId: string; requestId: string },
): Promise<StoreOrder | undefined> {
  return db
    .selectFrom('store_order')
    .select(COLUMNS)
    .where('organization_id', '=', asked.organizationId)
    .where('person_id', '=', asked.personId)
    .where('request_id', '=', asked.requestId)
    .executeTakeFirst();
}

/** What a checkout pays for; undefined when it is no order of the store. */
export async function findOrderOfCheckout(
  db: Reader,
  { organizationId, checkoutId }: { organizationId: string; checkoutId: string },
): Promise<OrderRef | undefined> {
  return db
    .selectFrom('store_order')
    .select(['organization_id as organizationId', 'id'])
    .where('organization_id', '=', organizationId)
    .where('checkout_id', '=', checkoutId)
    .executeTakeFirst();
}

/** The order that a job names: the queue knows only its id. */
export async function findOrderRef(
  db: Reader,
  id: string,
): Promise<(OrderRef & { personId: string; dueAt: Date | null }) | undefined> {
  return db
    .selectFrom('store_order')
    .select(['organization_id as organizationId', 'id', 'person_id as personId', 'due_at as dueAt'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** How many of an item a person has ordered and not given back. Lock the person, so that it stays so. */
export async function countOrdered(
  db: Reader,
  { organizationId, personId, itemId }: Pick<StoreOrder, 'organizationId' | 'personId' | 'itemId'>,
): Promise<number> {
  const { count } = await db
    .selectFrom('store_order')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('item_id', '=', itemId)
    .where('status', 'in', COUNTED)
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Changes = {
  startedAt?: Date;
  fulfilledAt?: Date;
  ended?: { at: Date; why: OrderEnd };
  note?: string;
  reason?: string;
  dueAt: Date | null;
};

/** Moves a locked order on. Throws when it is not where it can be moved from. */
export async function saveOrderMove(
  tx: Tx,
  { organizationId, id }: OrderRef,
  move: keyof typeof orderMoves,
  { startedAt, fulfilledAt, ended, note, reason, dueAt }: Changes,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('store_order')
    .set({
      status: orderMoves[move].to,
      due_at: dueAt,
      ...(startedAt && { started_at: startedAt }),
      ...(fulfilledAt && { fulfilled_at: fulfilledAt }),
      ...(ended && { ended_at: ended.at, ended_why: ended.why }),
      ...(note !== undefined && { note }),
      ...(reason !== undefined && { reason }),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', orderMoves[move].from)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`order ${id} cannot ${move} from where it is`);
}

/** Says when somebody looks at a locked order next. */
export async function saveOrderDueAt(
  tx: Tx,
  { organizationId, id }: OrderRef,
  dueAt: Date | null,
): Promise<void> {
  await tx
    .updateTable('store_order')
    .set({ due_at: dueAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Counts that its owner sees what a locked order brought. */
export async function saveOrderRevealed(tx: Tx, { organizationId, id }: OrderRef): Promise<void> {
  await tx
    .updateTable('store_order')
    .set(({ eb }) => ({ reveals: eb('reveals', '+', 1), revealed_at: tx.now }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
