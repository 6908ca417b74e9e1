import { sql } from 'kysely';
import type { TaxClass, TaxRecipient } from '#src/domain/gift/tax-class.ts';
import { type GiftStatus, giftMoves } from '#src/domain/states.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { NewGiftCard } from './gift-card.ts';
import { within } from '#src/db/kit/within.ts';
import type { RecordedRequest } from '#src/domain/ledger/record-text.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Write } from '#src/db/kit/write-together.ts';

/** A code as stored: its hash, its ciphertext and its last four letters. `keyId` names the key used for both. */
export type SealedCode = { keyId: string; hmac: Uint8Array; sealed: Uint8Array; lastFour: string };

export type NewGift = {
  organizationId: string;
  id: string;
  recognitionId: string;
  recipientId: string;
  giverId: string;
  departmentId: string;
  region: string;
  /** How payroll and tax see it. */
  taxClass: TaxRecipient;
  tax: TaxClass;
  amountMinor: bigint;
  currency: string;
  occasion: string;
  /** The key of the budget period that pays for it. */
  period: string;
  /** From when on it can no longer be claimed; null while it waits for an approver, and where it has no end. */
  expiresAt: Date | null;
  /** When there is something to do about its last day; null where it has none. */
  claimDueAt: Date | null;
  /** It waits for an approver: no code is stored and nothing is delivered yet. */
  isReserved: boolean;
  code: SealedCode;
  /** What was asked for, as the record keeps it. */
  request: RecordedRequest;
  /** What it is bought as; undefined where it is stored value. */
  card?: NewGiftCard | undefined;
};

/** A gift that is being issued. */
export type IssuedGift = Pick<NewGift, 'organizationId' | 'id' | 'recipientId' | 'code' | 'claimDueAt'>;

/** Inserts gifts. Issued gifts also get a code and a delivery; see `codeWrites`. */
export function giftWrites(gifts: readonly NewGift[], at: Date): Write[] {
  const rows = giftRows(gifts, at);
  if (!rows) return [];
  return [
    rows,
    ...codeWrites(
      gifts.filter(({ isReserved }) => !isReserved),
      at,
    ),
  ];
}

/**
 * What issuing adds to gifts: their codes, each bound to its recipient, and a delivery that is due now, with its
 * channel still open. Those that will expire are remembered until they do.
 */
export function codeWrites(gifts: readonly IssuedGift[], at: Date): Write[] {
  const rows = codeRows(gifts);
  if (!rows) return [];
  const deliveries = sql`
    insert into delivery (organization_id, gift_id, status, due_at)
    select organization_id, gift_id, 'due', ${at}::timestamptz from new_code`;
  return [
    { name: 'new_code', write: sql`${rows} returning organization_id, gift_id` },
    deliveries,
    claimDeadlines(gifts.filter(({ claimDueAt }) => claimDueAt !== null)),
  ];
}

function claimDeadlines(gifts: readonly IssuedGift[]) {
  return insertOf('claim_deadline', gifts, {
    organization_id: ['uuid', (gift) => gift.organizationId],
    gift_id: ['uuid', (gift) => gift.id],
    due_at: ['timestamptz', (gift) => gift.claimDueAt],
  });
}

function giftRows(gifts: readonly NewGift[], at: Date) {
  return insertOf('gift', gifts, {
    organization_id: ['uuid', (gift) => gift.organizationId],
    id: ['uuid', (gift) => gift.id],
    recognition_id: ['uuid', (gift) => gift.recognitionId],
    recipient_id: ['uuid', (gift) => gift.recipientId],
    giver_id: ['uuid', (gift) => gift.giverId],
    department_id: ['uuid', (gift) => gift.departmentId],
    region: ['text', (gift) => gift.region],
    tax_class: ['text', (gift) => gift.taxClass],
    tax_country: ['text', ({ tax }) => tax.country],
    tax_occasion: ['text', ({ tax }) => tax.occasion],
    tax_zone: ['text', ({ tax }) => tax.timeZone],
    amount_minor: ['bigint', (gift) => gift.amountMinor],
    currency: ['text', (gift) => gift.currency],
    occasion: ['text', (gift) => gift.occasion],
    period: ['text', (gift) => gift.period],
    value_source: ['text', (gift) => (gift.card ? 'provider' : 'stored_value')],
    status: ['text', (gift) => (gift.isReserved ? 'reserved' : 'issued')],
    expires_at: ['timestamptz', (gift) => gift.expiresAt],
    created_at: ['timestamptz', () => at],
    issued_at: ['timestamptz', (gift) => (gift.isReserved ? null : at)],
  });
}

function codeRows(gifts: readonly IssuedGift[]) {
  return insertOf('code', gifts, {
    organization_id: ['uuid', (gift) => gift.organizationId],
    gift_id: ['uuid', (gift) => gift.id],
    hmac: ['bytea', ({ code }) => code.hmac],
    key_id: ['text', ({ code }) => code.keyId],
    sealed: ['bytea', ({ code }) => code.sealed],
    last_four: ['text', ({ code }) => code.lastFour],
    bound_to: ['uuid', (gift) => gift.recipientId],
  });
}

export type LockedGift = {
  organizationId: string;
  giftId: string;
  boundTo: string | null;
  status: GiftStatus;
  recognitionId: string;
  departmentId: string;
  amountMinor: bigint;
  currency: string;
  expiresAt: Date | null;
  /** Set where its value is a gift card, or was to be. */
  isCard: boolean;
};

/** Who gave a gift. */
export async function getGiver(
  db: Reader,
  { organizationId, giftId }: { organizationId: string; giftId: string },
): Promise<{ id: string; name: string }> {
  return db
    .selectFrom('gift')
    .innerJoin('person', (join) =>
      join
        .onRef('person.organization_id', '=', 'gift.organization_id')
        .onRef('person.id', '=', 'gift.giver_id'),
    )
    .select(['person.id', 'person.name'])
    .where('gift.organization_id', '=', organizationId)
    .where('gift.id', '=', giftId)
    .executeTakeFirstOrThrow();
}

/** Locks the gift that a code belongs to, looked up by the code's hash under each of our keys. */
export async function lockGiftByCode(
  tx: Tx,
  organizationId: string,
  hmacs: readonly Uint8Array[],
): Promise<LockedGift | undefined> {
  const hashes = hmacs.map((hmac) => Buffer.from(hmac));
  return lockedGifts(tx, organizationId).where('code.hmac', 'in', hashes).executeTakeFirst();
}

export async function lockGift(
  tx: Tx,
  organizationId: string,
  giftId: string,
): Promise<LockedGift | undefined> {
  return lockedGifts(tx, organizationId).where('gift.id', '=', giftId).executeTakeFirst();
}

function lockedGifts(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('code')
    .innerJoin('gift', (join) =>
      join.onRef('gift.organization_id', '=', 'code.organization_id').onRef('gift.id', '=', 'code.gift_id'),
    )
    .select([
      'gift.organization_id as organizationId',
      'gift.id as giftId',
      'code.bound_to as boundTo',
      'gift.status',
      'gift.recognition_id as recognitionId',
      'gift.department_id as departmentId',
      'gift.amount_minor as amountMinor',
      'gift.currency',
      'gift.expires_at as expiresAt',
      sql<boolean>`gift.value_source = 'provider'`.as('isCard'),
    ])
    .where('code.organization_id', '=', organizationId)
    .forUpdate();
}

/**
 * Marks a locked gift redeemed and erases everything that could still reveal its code.
 *
 * @throws when its status does not allow it.
 */
export async function markRedeemed(
  tx: Tx,
  gift: { organizationId: string; giftId: string },
  at: Date,
): Promise<void> {
  const updated = await tx
    .updateTable('gift')
    .set({ status: giftMoves.redeem.to, redeemed_at: at })
    .where('organization_id', '=', gift.organizationId)
    .where('id', '=', gift.giftId)
    .where('status', 'in', giftMoves.redeem.from)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) throw new Error(`gift ${gift.giftId} changed under its lock`);
  await tx
    .updateTable('code')
    .set({ sealed: null })
    .where('organization_id', '=', gift.organizationId)
    .where('gift_id', '=', gift.giftId)
    .execute();
}

/** Whether a reader may see a gift: as its giver, its recipient, or somebody who sees its department's gifts. */
export async function isGiftWithin(db: Reader, scope: Scope, giftId: string): Promise<boolean> {
  const gift = await db
    .selectFrom('gift')
    .select('id')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', giftId)
    .where(within(scope, { people: ['giver_id', 'recipient_id'], department: 'department_id' }))
    .executeTakeFirst();
  return gift !== undefined;
}

/** `issuedAt`: when it was made, while it waits for an approver. */
type GiftState = {
  status: GiftStatus;
  expiresAt: Date | null;
  recipientId: string;
  departmentId: string;
  issuedAt: Date;
};

/**
 * What becomes of a gift, and whose it is.
 *
 * @throws when there is no such gift.
 */
export async function getGiftState(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<GiftState> {
  return db
    .selectFrom('gift')
    .select([
      'status',
      'expires_at as expiresAt',
      'recipient_id as recipientId',
      'department_id as departmentId',
      sql<Date>`coalesce(issued_at, created_at)`.as('issuedAt'),
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** What became of gifts, by their ids. */
export async function findGiftStates(
  db: Reader,
  gifts: readonly { organizationId: string; id: string }[],
): Promise<Map<string, GiftStatus>> {
  if (gifts.length === 0) return new Map();
  const { rows } = await sql<{ id: string; status: GiftStatus }>`
    select g.id, g.status
      from unnest(${gifts.map((one) => one.organizationId)}::uuid[], ${gifts.map((one) => one.id)}::uuid[])
        asked (organization_id, id)
      join gift g using (organization_id, id)`.execute(db);
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** The gift's sealed code; `sealed` is null once the code is redeemed, void or expired. */
export async function findSealedCode(
  db: Reader,
  { organizationId, giftId }: { organizationId: string; giftId: string },
): Promise<
  | {
      sealed: Buffer | null;
      boundTo: string | null;
      status: GiftStatus;
      amountMinor: bigint;
      currency: string;
    }
  | undefined
> {
  return db
    .selectFrom('code')
    .innerJoin('gift', (join) =>
      join.onRef('gift.organization_id', '=', 'code.organization_id').onRef('gift.id', '=', 'code.gift_id'),
    )
    .select([
      'code.sealed',
      'code.bound_to as boundTo',
      'gift.status',
      'gift.amount_minor as amountMinor',
      'gift.currency',
    ])
    .where('gift.organization_id', '=', organizationId)
    .where('gift.id', '=', giftId)
    .executeTakeFirst();
}
