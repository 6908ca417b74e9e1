import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { ClosingWay } from '#src/domain/wallet/closing.ts';

export type NewClosing = {
  organizationId: string;
  id: string;
  personId: string;
  currency: string;
  way: ClosingWay;
  /** To which the funds return; otherwise that of the person. */
  departmentId: string;
  askedBy: string;
  reason: string;
};

export async function insertClosing(tx: Tx, closing: NewClosing): Promise<void> {
  await tx
    .insertInto('wallet_closing')
    .values({
      organization_id: closing.organizationId,
      id: closing.id,
      person_id: closing.personId,
      currency: closing.currency,
      way: closing.way,
      department_id: closing.departmentId,
      asked_by: closing.askedBy,
      asked_at: tx.now,
      reason: closing.reason,
    })
    .execute();
}

/** Locks a closing until the transaction ends. Undefined when there is none. */
export async function lockClosing(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<NewClosing | undefined> {
  return tx
    .selectFrom('wallet_closing')
    .select([
      'organization_id as organizationId',
      'id',
      'person_id as personId',
      'currency',
      'way',
      'department_id as departmentId',
      'asked_by as askedBy',
      'reason',
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

/** Says that a locked closing was done, with how much in minor units. */
export async function saveClosingDone(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  amountMinor: bigint,
): Promise<void> {
  await tx
    .updateTable('wallet_closing')
    .set({ done_at: tx.now, amount_minor: amountMinor })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Whether closing somebody's wallet in a currency waits for a decision. */
export async function isClosingAsked(
  db: Reader,
  { organizationId, personId, currency }: Pick<NewClosing, 'organizationId' | 'personId' | 'currency'>,
): Promise<boolean> {
  const { rows } = await sql`
    select from wallet_closing c
      join approval a on a.organization_id = c.organization_id and a.kind = 'close' and a.subject_id = c.id and a.status = 'open'
     where c.organization_id = ${organizationId} and c.person_id = ${personId} and c.currency = ${currency} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
