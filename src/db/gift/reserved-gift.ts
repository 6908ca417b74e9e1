import { sql } from 'kysely';
import type { AccountName } from '#src/domain/ledger/accounts.ts';
import type { Leg } from '#src/domain/ledger/entries.ts';
import { dropGiftCards } from './gift-card.ts';
import { giftMoves } from '#src/domain/states.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A gift whose money is set aside until somebody decides. */
export type ReservedGift = {
  organizationId: string;
  id: string;
  recognitionId: string;
  recipientId: string;
  giverId: string;
  departmentId: string;
  region: string;
  amountMinor: bigint;
  currency: string;
  occasion: string;
};

/** Locks the gifts of a recognition that are still reserved, in id order. */
export async function lockReservedGifts(
  tx: Tx,
  recognition: { organizationId: string; id: string },
): Promise<ReservedGift[]> {
  return tx
    .selectFrom('gift')
    .select([
      'organization_id as organizationId',
      'id',
      'recognition_id as recognitionId',
      'recipient_id as recipientId',
      'giver_id as giverId',
      'department_id as departmentId',
      'region',
      'amount_minor as amountMinor',
      'currency',
      'occasion',
    ])
    .where('organization_id', '=', recognition.organizationId)
    .where('recognition_id', '=', recognition.id)
    .where('status', '=', 'reserved')
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** One leg of the entry that reserved a gift, with the account that it was posted to. */
export type ReservedLeg = Leg & { giftId: string; account: AccountName };

/** How gifts' money was reserved: from which budgets, and into which accounts. */
export async function findReservedLegs(db: Reader, gifts: readonly ReservedGift[]): Promise<ReservedLeg[]> {
  if (gifts.length === 0) return [];
  const { rows } = await sql<{ giftId: string; accountId: string; amount: bigint } & AccountName>`
    select gift.id as "giftId", p.account_id as "accountId", p.amount, a.organization_id as "organizationId", a.kind,
           a.owner_id as "ownerId", a.period, a.currency
      from unnest(${gifts.map((gift) => gift.organizationId)}::uuid[], ${gifts.map((gift) => gift.id)}::uuid[])
        gift (organization_id, id)
      join entry e
        on e.organization_id = gift.organization_id and e.subject_type = 'gift' and e.subject_id = gift.id
       and e.kind = 'gift.reserved'
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
      join account a on a.organization_id = p.organization_id and a.id = p.account_id
     order by gift.id, p.id`.execute(db);
  return rows.map(({ giftId, accountId, amount, ...account }) => ({ giftId, accountId, amount, account }));
}

function isOneOf(gifts: readonly ReservedGift[]) {
  return sql<boolean>`(organization_id, id) in (
    select * from unnest(
      ${gifts.map((gift) => gift.organizationId)}::uuid[], ${gifts.map((gift) => gift.id)}::uuid[]))`;
}

/** Says that locked reserved gifts are issued as of an instant, each with the end that it has from now on. */
export async function markIssued(
  tx: Tx,
  gifts: readonly (ReservedGift & { expiresAt: Date | null })[],
  at: Date,
): Promise<void> {
  await sql`
    update gift set status = ${giftMoves.issue.to}, issued_at = ${at}, expires_at = issued.expires_at
      from unnest(
        ${gifts.map((gift) => gift.organizationId)}::uuid[], ${gifts.map((gift) => gift.id)}::uuid[],
        ${gifts.map(({ expiresAt }) => expiresAt)}::timestamptz[]
      ) issued (organization_id, id, expires_at)
     where gift.organization_id = issued.organization_id and gift.id = issued.id
       and gift.status = any (${giftMoves.issue.from})`.execute(tx);
}

/** Says that locked reserved gifts will never be issued. */
export async function markReleased(
  tx: Tx,
  gifts: readonly ReservedGift[],
  { at, by, reason }: { at: Date; by: string | null; reason: string },
): Promise<void> {
  await tx
    .updateTable('gift')
    .set({ status: giftMoves.void.to, voided_at: at, voided_by: by, void_reason: reason })
    .where(isOneOf(gifts))
    .where('status', '=', 'reserved')
    .execute();
  for (const organizationId of new Set(gifts.map((gift) => gift.organizationId))) {
    await dropGiftCards(tx, { organizationId, giftIds: gifts.map(({ id }) => id) });
  }
}
