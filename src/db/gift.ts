import { type GiftStatus, giftMoves } from '#src/domain/states.ts';
import type { KeyRing } from '#src/ports.ts';
import { type Insert, insertOf, insertTogether } from './insert-many.ts';
import type { Reader, Tx } from './schema.ts';

export type NewGift = {
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
  /** The key of the budget period that it is given in. */
  period: string;
  /** It waits for an approver: it has no code yet, and nothing to deliver. */
  isReserved: boolean;
  createdAt: Date;
};

/** A gift whose code comes to be. */
export type IssuedGift = Pick<NewGift, 'organizationId' | 'id' | 'recipientId'> & { issuedAt: Date };

/** Inserts gifts. Those that are issued get a code and a delivery, see `insertCodes`. */
export async function insertGifts(tx: Tx, keys: KeyRing, gifts: readonly NewGift[]): Promise<void> {
  const issued = gifts
    .filter(({ isReserved }) => !isReserved)
    .map((gift) => ({ ...gift, issuedAt: gift.createdAt }));
  await insertTogether(tx, [giftRows(gifts), codeRows(keys, issued), deliveryRows(issued)]);
}

/**
 * Gives gifts that are being issued their codes, each bound to its recipient, and a delivery that is due now over a channel
 * yet to be chosen. Of the code only its hash, its ciphertext and four letters are kept.
 */
export async function insertCodes(tx: Tx, keys: KeyRing, gifts: readonly IssuedGift[]): Promise<void> {
  await insertTogether(tx, [codeRows(keys, gifts), deliveryRows(gifts)]);
}

function giftRows(gifts: readonly NewGift[]): Insert {
  return insertOf(
    'gift',
    {
      organization_id: 'uuid',
      id: 'uuid',
      recognition_id: 'uuid',
      recipient_id: 'uuid',
      giver_id: 'uuid',
      department_id: 'uuid',
      region: 'text',
      amount_minor: 'bigint',
      currency: 'text',
      occasion: 'text',
      period: 'text',
      status: 'text',
      created_at: 'timestamptz',
      issued_at: 'timestamptz',
    },
    gifts.map((gift) => ({
      organization_id: gift.organizationId,
      id: gift.id,
      recognition_id: gift.recognitionId,
      recipient_id: gift.recipientId,
      giver_id: gift.giverId,
      department_id: gift.departmentId,
      region: gift.region,
      amount_minor: gift.amountMinor,
      currency: gift.currency,
      occasion: gift.occasion,
      period: gift.period,
      status: gift.isReserved ? 'reserved' : 'issued',
      created_at: gift.createdAt,
      issued_at: gift.isReserved ? null : gift.createdAt,
    })),
  );
}

function codeRows(keys: KeyRing, gifts: readonly IssuedGift[]): Insert {
  return insertOf(
    'code',
    {
      organization_id: 'uuid',
      gift_id: 'uuid',
      hmac: 'bytea',
      key_id: 'text',
      sealed: 'bytea',
      last_four: 'text',
      bound_to: 'uuid',
    },
    gifts.map((gift) => {
      const code = keys.mintCode();
      const { keyId, hmac } = keys.indexOf(code);
      return {
        organization_id: gift.organizationId,
        gift_id: gift.id,
        hmac: Buffer.from(hmac),
        key_id: keyId,
        sealed: Buffer.from(keys.seal(code, gift.id)),
        last_four: code.lastFour,
        bound_to: gift.recipientId,
      };
    }),
  );
}

function deliveryRows(gifts: readonly IssuedGift[]): Insert {
  return insertOf(
    'delivery',
    { organization_id: 'uuid', gift_id: 'uuid', status: 'text', due_at: 'timestamptz' },
    gifts.map((gift) => ({
      organization_id: gift.organizationId,
      gift_id: gift.id,
      status: 'due',
      due_at: gift.issuedAt,
    })),
  );
}

export type LockedGift = {
  organizationId: string;
  giftId: string;
  boundTo: string | null;
  status: GiftStatus;
  departmentId: string;
  amountMinor: bigint;
  currency: string;
  expiresAt: Date | null;
};

/** Locks the gift that a code belongs to, found by the code's hash under any of our keys. */
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
      'gift.department_id as departmentId',
      'gift.amount_minor as amountMinor',
      'gift.currency',
      'gift.expires_at as expiresAt',
    ])
    .where('code.organization_id', '=', organizationId)
    .forUpdate();
}

/** Marks a gift redeemed and erases what could still show its code. False when its status did not allow it. */
export async function markRedeemed(
  tx: Tx,
  gift: { organizationId: string; giftId: string },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('gift')
    .set({ status: giftMoves.redeem.to, redeemed_at: at })
    .where('organization_id', '=', gift.organizationId)
    .where('id', '=', gift.giftId)
    .where('status', 'in', giftMoves.redeem.from)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) return false;
  await tx
    .updateTable('code')
    .set({ sealed: null })
    .where('organization_id', '=', gift.organizationId)
    .where('gift_id', '=', gift.giftId)
    .execute();
  return true;
}

/** The gift's code in its sealed form; `sealed` is null once its value has moved on. */
export async function findSealedCode(
  db: Reader,
  giftId: string,
): Promise<
  | {
      organizationId: string;
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
      'code.organization_id as organizationId',
      'code.sealed',
      'code.bound_to as boundTo',
      'gift.status',
      'gift.amount_minor as amountMinor',
      'gift.currency',
    ])
    .where('gift.id', '=', giftId)
    .executeTakeFirst();
}
