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

export type UnredeemedGift = Money & { giftId: string; giverName: string; lastFour: string; createdAt: Date };

/** The gifts a person has yet to redeem, oldest first. */
export async function listUnredeemedGifts(db: Reader, person: Owner): Promise<UnredeemedGift[]> {
  return db
    .selectFrom('gift')
    .innerJoin('code', (join) =>
      join.onRef('code.organization_id', '=', 'gift.organization_id').onRef('code.gift_id', '=', 'gift.id'),
    )
    .innerJoin('person', (join) =>
      join
        .onRef('person.organization_id', '=', 'gift.organization_id')
        .onRef('person.id', '=', 'gift.giver_id'),
    )
    .select([
      'gift.id as giftId',
      'gift.amount_minor as amountMinor',
      'gift.currency',
      'person.name as giverName',
      'code.last_four as lastFour',
      'gift.created_at as createdAt',
    ])
    .where('gift.organization_id', '=', person.organizationId)
    .where('gift.recipient_id', '=', person.id)
    .where('gift.status', 'in', giftMoves.redeem.from)
    .orderBy('gift.created_at')
    .execute();
}
