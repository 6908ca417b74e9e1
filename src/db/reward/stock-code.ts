import { sql } from 'kysely';
import { byteaArray } from '#src/db/kit/array-parameters.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { stockMoves } from '#src/domain/states.ts';
import type { TakenFor } from '#src/domain/reward/stock-code.ts';

export type NewStockCode = {
  organizationId: string;
  id: string;
  productId: string;
  batchId: string;
  hmac: Uint8Array;
  keyId: string;
  sealed: Uint8Array;
  /** How it ends, for people. */
  ending: string;
  expiresAt: Date | null;
};

export async function insertStockCodes(tx: Tx, codes: readonly NewStockCode[]): Promise<void> {
  await insertOf('stock_code', codes, {
    organization_id: ['uuid', (code) => code.organizationId],
    id: ['uuid', (code) => code.id],
    product_id: ['uuid', (code) => code.productId],
    batch_id: ['uuid', (code) => code.batchId],
    hmac: ['bytea', (code) => code.hmac],
    key_id: ['text', (code) => code.keyId],
    sealed: ['bytea', (code) => code.sealed],
    ending: ['text', (code) => code.ending],
    expires_at: ['timestamptz', (code) => code.expiresAt],
  })?.execute(tx);
}

/** Which of these hashes stock has had, whatever became of the codes, and with which batch each came. */
export async function findKnownCodes(
  db: Reader,
  organizationId: string,
  hmacs: readonly Uint8Array[],
): Promise<{ hmac: Buffer; batch: string }[]> {
  if (hmacs.length === 0) return [];
  const { rows } = await sql<{ hmac: Buffer; batch: string }>`
    select c.hmac, b.name as batch
      from stock_code c join stock_batch b on b.organization_id = c.organization_id and b.id = c.batch_id
     where c.organization_id = ${organizationId} and c.hmac = any (${byteaArray(hmacs)}::bytea[])`.execute(
    db,
  );
  return rows;
}

/** Who gets a code and what for: the same thing takes one code, however often it asks. */
export type CodeTaker = { personId: string; takenFor: { type: TakenFor; id: string } };

/** A code that was taken. `isNew`: now, and not when this was asked before. */
export type TakenCode = {
  id: string;
  productId: string;
  batchId: string;
  ending: string;
  expiresAt: Date | null;
  isNew: boolean;
};

/** What was taken for something before. Undefined when nothing was. */
export async function findTaken(
  tx: Tx,
  organizationId: string,
  { type, id }: CodeTaker['takenFor'],
): Promise<Omit<TakenCode, 'isNew'> | undefined> {
  return tx
    .selectFrom('stock_code')
    .select(['id', 'product_id as productId', 'batch_id as batchId', 'ending', 'expires_at as expiresAt'])
    .where('organization_id', '=', organizationId)
    .where('taken_for_type', '=', type)
    .where('taken_for', '=', id)
    .where('status', '=', 'taken')
    .executeTakeFirst();
}

/**
 * Takes the code of a product that expires first, past those that somebody else is taking: nobody waits. Undefined when none is left.
 * One that has expired is never taken, nor one that was recalled.
 */
export async function takeNext(
  tx: Tx,
  { organizationId, productId }: { organizationId: string; productId: string },
  { personId, takenFor }: CodeTaker,
): Promise<Omit<TakenCode, 'isNew'> | undefined> {
  const { rows } = await sql<Omit<TakenCode, 'isNew'>>`
    update stock_code set status = ${stockMoves.take.to}, taken_at = ${tx.now}, person_id = ${personId},
           taken_for_type = ${takenFor.type}, taken_for = ${takenFor.id}
     where organization_id = ${organizationId} and id = (
       select id from stock_code
        where organization_id = ${organizationId} and product_id = ${productId} and status = 'in-stock'
          and (expires_at is null or expires_at > ${tx.now})
        order by expires_at, id limit 1 for update skip locked)
    returning id, product_id as "productId", batch_id as "batchId", ending, expires_at as "expiresAt"`.execute(
    tx,
  );
  return rows[0];
}

/** A code that somebody has, locked. */
export type HeldCode = {
  organizationId: string;
  id: string;
  productId: string;
  batchId: string;
  personId: string;
  isRevealed: boolean;
};

/** Locks what was taken for something. Undefined when nothing was. Lock its batch before. */
export async function lockTaken(
  tx: Tx,
  organizationId: string,
  { type, id }: CodeTaker['takenFor'],
): Promise<HeldCode | undefined> {
  const { rows } = await sql<HeldCode>`
    select organization_id as "organizationId", id, product_id as "productId", batch_id as "batchId", person_id as "personId",
           revealed_at is not null as "isRevealed"
      from stock_code
     where organization_id = ${organizationId} and taken_for_type = ${type} and taken_for = ${id} and status = 'taken'
       for update`.execute(tx);
  return rows[0];
}

/** Gives back a locked code that nobody has seen: into stock, or to those that are recalled. */
export async function saveGivenBack(
  tx: Tx,
  { organizationId, id }: Pick<HeldCode, 'organizationId' | 'id'>,
  move: 'return' | 'recall',
): Promise<void> {
  await tx
    .updateTable('stock_code')
    .set({
      status: stockMoves[move].to,
      taken_at: null,
      person_id: null,
      taken_for_type: null,
      taken_for: null,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', '=', 'taken')
    .execute();
}

/** Takes what is left of a locked batch out of stock, for good. Returns how many codes that was, by product. */
export async function recallLeft(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<{ productId: string; codes: number }[]> {
  const { rows } = await sql<{ productId: string; codes: number }>`
    with gone as (
      update stock_code set status = ${stockMoves.recall.to}
       where organization_id = ${organizationId} and batch_id = ${id} and status = 'in-stock' returning product_id)
    select product_id as "productId", count(*)::integer as codes from gone group by 1 order by 1`.execute(tx);
  return rows;
}

/** Says that the owner of what was taken for something sees it, and returns it as it is sealed. Undefined when nothing was taken. */
export async function saveCodeSeen(
  tx: Tx,
  organizationId: string,
  { type, id }: CodeTaker['takenFor'],
): Promise<{ id: string; sealed: Buffer } | undefined> {
  return tx
    .updateTable('stock_code')
    .set({ revealed_at: sql<Date>`coalesce(revealed_at, ${tx.now})` })
    .where('organization_id', '=', organizationId)
    .where('taken_for_type', '=', type)
    .where('taken_for', '=', id)
    .where('status', '=', 'taken')
    .returning(['id', 'sealed'])
    .executeTakeFirst();
}
