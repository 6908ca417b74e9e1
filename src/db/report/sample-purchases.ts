import { sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import type { Money } from '#src/domain/kit/money.ts';

/** A purchase that gift money paid as a whole and at once. */
export type SamplePurchase = Money & {
  organizationId: string;
  id: string;
  tenderId: string;
  personId: string;
  marketplaceId: string;
  madeAt: Date;
  /** Until when its money would have been held. */
  expiresAt: Date;
};

/** Inserts purchases whose money was taken, with the one tender of each. */
export async function insertPurchases(tx: Tx, purchases: readonly SamplePurchase[]): Promise<void> {
  await writeTogether(tx, [
    insertOf('checkout', purchases, {
      organization_id: ['uuid', (one) => one.organizationId],
      id: ['uuid', (one) => one.id],
      person_id: ['uuid', (one) => one.personId],
      marketplace_id: ['uuid', (one) => one.marketplaceId],
      amount_minor: ['bigint', (one) => one.amountMinor],
      currency: ['text', (one) => one.currency],
      request_id: ['text', (one) => one.id],
      made_at: ['timestamptz', (one) => one.madeAt],
      expires_at: ['timestamptz', (one) => one.expiresAt],
      status: ['text', () => 'captured'],
      captured_minor: ['bigint', (one) => one.amountMinor],
      capture_key: ['text', (one) => one.id],
      ended_at: ['timestamptz', (one) => one.madeAt],
    }),
  ]);
  await writeTogether(tx, [
    insertOf('tender', purchases, {
      organization_id: ['uuid', (one) => one.organizationId],
      id: ['uuid', (one) => one.tenderId],
      checkout_id: ['uuid', (one) => one.id],
      place: ['integer', () => 0],
      kind: ['text', () => 'gift'],
      authorized_minor: ['bigint', (one) => one.amountMinor],
      captured_minor: ['bigint', (one) => one.amountMinor],
    }),
  ]);
}

/** Locks those of these people who are still there, in the order of their ids. */
export async function lockActive(
  tx: Tx,
  organizationId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from person
     where organization_id = ${organizationId} and id = any (${uuidArray(personIds)}::uuid[]) and deactivated_at is null
     order by id for no key update`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
