import { sql } from 'kysely';
import type { ClaimBy } from '#src/domain/gift/gift.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { giftMoves } from '#src/domain/states.ts';
import type { Reader } from '#src/db/kit/schema.ts';

type Owner = { organizationId: string; id: string };

/** A person's gift funds, one amount per currency. */
export async function listWallets(db: Reader, person: Owner): Promise<Money[]> {
  return db
    .selectFrom('account')
    .select(['balance as amountMinor', 'currency'])
    .where('organization_id', '=', person.organizationId)
    .where('owner_id', '=', person.id)
    .where('kind', '=', 'wallet_gift')
    .orderBy('currency')
    .execute();
}

/** `claimBy`: until when it can be redeemed, by the clocks of whose it is. */
export type UnredeemedGift = Money & {
  giftId: string;
  giverName: string;
  lastFour: string;
  createdAt: Date;
  claimBy: ClaimBy | null;
};

/** The gifts a person has yet to redeem, without those that are a gift card: those that expire first, the first of them before, then the oldest. */
export async function listUnredeemedGifts(db: Reader, person: Owner): Promise<UnredeemedGift[]> {
  const gifts = await db
    .selectFrom('gift')
    .innerJoin('code', (join) =>
      join.onRef('code.organization_id', '=', 'gift.organization_id').onRef('code.gift_id', '=', 'gift.id'),
    )
    .innerJoin('person', (join) =>
      join
        .onRef('person.organization_id', '=', 'gift.organization_id')
        .onRef('person.id', '=', 'gift.giver_id'),
    )
    .innerJoin('person as owner', (join) =>
      join
        .onRef('owner.organization_id', '=', 'gift.organization_id')
        .onRef('owner.id', '=', 'gift.recipient_id'),
    )
    .innerJoin('department', (join) =>
      join
        .onRef('department.organization_id', '=', 'owner.organization_id')
        .onRef('department.id', '=', 'owner.department_id'),
    )
    .select([
      'gift.id as giftId',
      'gift.amount_minor as amountMinor',
      'gift.currency',
      'person.name as giverName',
      'code.last_four as lastFour',
      'gift.created_at as createdAt',
      'gift.expires_at as expiresAt',
      'department.time_zone as timeZone',
    ])
    .where('gift.organization_id', '=', person.organizationId)
    .where('gift.recipient_id', '=', person.id)
    .where('gift.status', 'in', giftMoves.redeem.from)
    .where(
      sql<boolean>`(gift.value_source <> 'provider' or exists (
        select from gift_card c
         where c.organization_id = gift.organization_id and c.gift_id = gift.id and c.status = 'failed'))`,
    )
    .orderBy('gift.expires_at', (order) => order.asc().nullsLast())
    .orderBy('gift.created_at')
    .execute();
  return gifts.map(({ expiresAt: at, timeZone, ...gift }) => ({ ...gift, claimBy: at && { at, timeZone } }));
}
