import { sql } from 'kysely';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import type { Checkout, Tender } from '#src/domain/checkout/checkout.ts';
import { checkoutMoves } from '#src/domain/states.ts';

export type CheckoutRef = { organizationId: string; id: string };

const COLUMNS = [
  'organization_id as organizationId',
  'id',
  'person_id as personId',
  'marketplace_id as marketplaceId',
  'amount_minor as amountMinor',
  'currency',
  'description',
  'request_id as requestId',
  'made_at as madeAt',
  'expires_at as expiresAt',
  'status',
  'captured_minor as capturedMinor',
  'capture_key as captureKey',
  'ended_at as endedAt',
] as const;

/** Inserts a checkout with its tenders. False, and nothing is inserted, when its marketplace has asked for one by this id. */
export async function insertCheckout(tx: Tx, checkout: Checkout): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('checkout')
    .values({
      organization_id: checkout.organizationId,
      id: checkout.id,
      person_id: checkout.personId,
      marketplace_id: checkout.marketplaceId,
      amount_minor: checkout.amountMinor,
      currency: checkout.currency,
      description: checkout.description,
      request_id: checkout.requestId,
      made_at: checkout.madeAt,
      expires_at: checkout.expiresAt,
      status: checkout.status,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'marketplace_id', 'request_id']).doNothing(),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await insertTenders(tx, checkout);
  return true;
}

async function insertTenders(tx: Tx, { organizationId, id, tenders }: Checkout): Promise<void> {
  const rows = tenders.map((tender, place) => ({ ...tender, place }));
  await writeTogether(tx, [
    insertOf('tender', rows, {
      organization_id: ['uuid', () => organizationId],
      id: ['uuid', (tender) => tender.id],
      checkout_id: ['uuid', () => id],
      place: ['integer', (tender) => tender.place],
      kind: ['text', (tender) => tender.kind],
      grant_id: ['uuid', (tender) => tender.grantId],
      authorized_minor: ['bigint', (tender) => tender.authorizedMinor],
      method: ['text', (tender) => tender.method],
    }),
  ]);
}

export async function findCheckout(db: Reader, ref: CheckoutRef): Promise<Checkout | undefined> {
  const row = await selectOne(db, ref).executeTakeFirst();
  return row && { ...row, tenders: await listTenders(db, ref) };
}

/** Locks a checkout until the transaction ends. Lock its person before, and accounts after it. */
export async function lockCheckout(tx: Tx, ref: CheckoutRef): Promise<Checkout | undefined> {
  const row = await selectOne(tx, ref).forUpdate().executeTakeFirst();
  return row && { ...row, tenders: await listTenders(tx, ref) };
}

function selectOne(db: Reader, { organizationId, id }: CheckoutRef) {
  return db
    .selectFrom('checkout')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);
}

async function listTenders(db: Reader, { organizationId, id }: CheckoutRef): Promise<Tender[]> {
  return db
    .selectFrom('tender')
    .select([
      'id',
      'kind',
      'grant_id as grantId',
      'authorized_minor as authorizedMinor',
      'captured_minor as capturedMinor',
      'refunded_minor as refundedMinor',
      'method',
      'provider_ref as providerRef',
    ])
    .where('organization_id', '=', organizationId)
    .where('checkout_id', '=', id)
    .orderBy('place')
    .execute();
}

/** What a marketplace asked for by this id of its own. */
export async function findCheckoutAsked(
  db: Reader,
  asked: { organizationId: string; marketplaceId: string; requestId: string },
): Promise<Checkout | undefined> {
  const row = await db
    .selectFrom('checkout')
    .select(['organization_id as organizationId', 'id'])
    .where('organization_id', '=', asked.organizationId)
    .where('marketplace_id', '=', asked.marketplaceId)
    .where('request_id', '=', asked.requestId)
    .executeTakeFirst();
  return row && findCheckout(db, row);
}

/** The checkout that a job names, and whose it is: the queue knows only its id. */
export async function findCheckoutRef(
  db: Reader,
  id: string,
): Promise<(CheckoutRef & { personId: string }) | undefined> {
  return db
    .selectFrom('checkout')
    .select(['organization_id as organizationId', 'id', 'person_id as personId'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A person's checkouts that should not hold any money any more. */
export async function listOverdue(
  db: Reader,
  { organizationId, personId, now }: { organizationId: string; personId: string; now: Date },
): Promise<string[]> {
  const rows = await db
    .selectFrom('checkout')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('status', 'in', checkoutMoves.expire.from)
    .where('expires_at', '<=', now)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

type Changes = { capturedMinor?: bigint; captureKey?: string | null; endedAt?: Date; expiresAt?: Date };

/** Moves a locked checkout on. Throws when it is not where it can be moved from. */
export async function moveCheckout(
  tx: Tx,
  { organizationId, id }: CheckoutRef,
  move: keyof typeof checkoutMoves,
  { capturedMinor, captureKey, endedAt, expiresAt }: Changes = {},
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('checkout')
    .set({
      status: checkoutMoves[move].to,
      ...(capturedMinor !== undefined && { captured_minor: capturedMinor }),
      ...(captureKey !== undefined && { capture_key: captureKey }),
      ...(endedAt && { ended_at: endedAt }),
      ...(expiresAt && { expires_at: expiresAt }),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', checkoutMoves[move].from)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`checkout ${id} cannot ${move} from where it is`);
}

/** Adds to what was captured and refunded of locked tenders, minor units; `refundedMinor` below zero takes a refund back. */
export async function addToTenders(
  tx: Tx,
  { organizationId }: CheckoutRef,
  added: readonly { tenderId: string; capturedMinor?: bigint; refundedMinor?: bigint }[],
): Promise<void> {
  if (added.length === 0) return;
  await sql`
    update tender t set captured_minor = t.captured_minor + a.captured, refunded_minor = t.refunded_minor + a.refunded
      from unnest(${added.map(({ tenderId }) => tenderId)}::uuid[], ${added.map((one) => one.capturedMinor ?? 0n)}::bigint[],
                  ${added.map((one) => one.refundedMinor ?? 0n)}::bigint[]) a (id, captured, refunded)
     where t.organization_id = ${organizationId} and t.id = a.id`.execute(tx);
}

/** Keeps what another payment method calls a tender. */
export async function saveProviderRef(
  tx: Tx,
  {
    organizationId,
    tenderId,
    providerRef,
  }: { organizationId: string; tenderId: string; providerRef: string },
): Promise<void> {
  await tx
    .updateTable('tender')
    .set({ provider_ref: providerRef })
    .where('organization_id', '=', organizationId)
    .where('id', '=', tenderId)
    .where('provider_ref', 'is', null)
    .execute();
}
