import { sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { CardNow, CardOfGift, CardToBuy } from '#src/domain/gift/gift-card.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { type GiftCardStatus, giftCardMoves } from '#src/domain/states.ts';

type GiftRef = { organizationId: string; giftId: string };

/** What a gift is bought as, or that its recipient chooses it. */
export type NewGiftCard = CardToBuy | 'to-choose';

const NOTHING_YET = { itemId: null, name: null, provider: null, product: null, dueAt: null };

type GiftWithCard = { organizationId: string; id: string; card?: NewGiftCard | undefined };

/** Inserts the cards of those among new gifts that are one. */
export async function insertGiftCards(tx: Tx, gifts: readonly GiftWithCard[]): Promise<void> {
  const cards = gifts.flatMap(({ organizationId, id: giftId, card }) =>
    card ? [{ organizationId, giftId, ...(card === 'to-choose' ? NOTHING_YET : card) }] : [],
  );
  const rows = insertOf('gift_card', cards, {
    organization_id: ['uuid', (card) => card.organizationId],
    gift_id: ['uuid', (card) => card.giftId],
    item_id: ['uuid', (card) => card.itemId],
    name: ['text', (card) => card.name],
    provider: ['text', (card) => card.provider],
    product: ['text', (card) => card.product],
    status: ['text', (card): GiftCardStatus => (card.itemId === null ? 'open' : 'waiting')],
    due_at: ['timestamptz', (card) => card.dueAt],
  });
  await rows?.execute(tx);
}

export type GiftCard = GiftRef &
  CardOfGift & { itemId: string | null; provider: string | null; product: string | null; dueAt: Date | null };

/** The gift that a job names, if it is a card: the queue knows only its id. */
export async function findGiftCardRef(
  db: Reader,
  giftId: string,
): Promise<(GiftRef & { recipientId: string }) | undefined> {
  const { rows } = await sql<GiftRef & { recipientId: string }>`
    select c.organization_id as "organizationId", c.gift_id as "giftId", g.recipient_id as "recipientId"
      from gift_card c join gift g on g.organization_id = c.organization_id and g.id = c.gift_id
     where c.gift_id = ${giftId}`.execute(db);
  return rows[0];
}

/**
 * A gift’s card; undefined where it is stored value. Read it after the gift is locked: it changes under that lock alone, and only a
 * statement that begins later sees what whoever had it before did.
 */
export async function findGiftCard(
  db: Reader,
  { organizationId, giftId }: GiftRef,
): Promise<GiftCard | undefined> {
  return db
    .selectFrom('gift_card')
    .select([
      'organization_id as organizationId',
      'gift_id as giftId',
      'item_id as itemId',
      'name',
      'provider',
      'product',
      'status',
      'due_at as dueAt',
    ])
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .$castTo<GiftCard>()
    .executeTakeFirst();
}

/** The cards of those among locked gifts that are one, by the gifts’ ids; see `findGiftCard`. */
export async function findGiftCards(
  db: Reader,
  gifts: readonly (GiftRef & { isCard: boolean })[],
): Promise<Map<string, CardOfGift>> {
  const asked = gifts.filter(({ isCard }) => isCard);
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{ giftId: string } & CardOfGift>`
    select c.gift_id as "giftId", c.name, c.status
      from unnest(${uuidArray(asked.map((one) => one.organizationId))}::uuid[],
                  ${uuidArray(asked.map((one) => one.giftId))}::uuid[]) asked (organization_id, gift_id)
      join gift_card c using (organization_id, gift_id)`.execute(db);
  return new Map(rows.map(({ giftId, ...card }) => [giftId, card]));
}

/**
 * Moves the card of a locked gift on. From now on nothing is due for it.
 *
 * @throws when its status does not allow it.
 */
export async function saveGiftCard(
  tx: Tx,
  { organizationId, giftId }: GiftRef,
  move: 'order' | 'buy' | 'fail',
): Promise<void> {
  const { from, to }: { from: readonly GiftCardStatus[]; to: GiftCardStatus } = giftCardMoves[move];
  const { numUpdatedRows } = await tx
    .updateTable('gift_card')
    .set({ status: to, due_at: null })
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('status', 'in', from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`the card of gift ${giftId} changed under its gift’s lock`);
}

/**
 * Keeps what the recipient of a locked gift chose, and when it is bought.
 *
 * @throws when its status does not allow it.
 */
export async function saveChosenCard(
  tx: Tx,
  { organizationId, giftId }: GiftRef,
  { itemId, name, provider, product, dueAt }: CardToBuy,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('gift_card')
    .set({
      status: giftCardMoves.choose.to,
      item_id: itemId,
      name,
      provider,
      product,
      due_at: dueAt,
    })
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('status', 'in', giftCardMoves.choose.from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`the card of gift ${giftId} changed under its gift’s lock`);
}

/** Says when the cards of locked gifts are bought. */
export async function saveGiftCardsDue(
  tx: Tx,
  { organizationId, giftIds, dueAt }: { organizationId: string; giftIds: readonly string[]; dueAt: Date },
): Promise<void> {
  await tx
    .updateTable('gift_card')
    .set({ due_at: dueAt })
    .where('organization_id', '=', organizationId)
    .where('gift_id', 'in', giftIds)
    .where('status', '=', 'waiting')
    .execute();
}

/** Says of locked gifts that were taken back, or have expired, that no card is bought for them. */
export async function dropGiftCards(
  tx: Tx,
  { organizationId, giftIds }: { organizationId: string; giftIds: readonly string[] },
): Promise<void> {
  if (giftIds.length === 0) return;
  await tx
    .updateTable('gift_card')
    .set({ status: giftCardMoves.drop.to, due_at: null })
    .where('organization_id', '=', organizationId)
    .where('gift_id', 'in', giftIds)
    .where('status', 'in', giftCardMoves.drop.from)
    .execute();
}

/** A card that somebody was given, or may choose. `claimBy`: until when they may. `dueAt`: when it is bought. */
export type HeldCard = Money &
  CardNow & {
    giftId: string;
    giverName: string;
    expiresAt: Date | null;
    claimBy: Date | null;
    dueAt: Date | null;
  };

/** The gift cards that are a person’s, or are to be: the last given first. */
export async function listHeldCards(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<HeldCard[]> {
  const { rows } = await sql<HeldCard>`
    select g.id as "giftId", g.amount_minor as "amountMinor", g.currency, c.name, c.status, giver.name as "giverName",
           o.expires_at as "expiresAt", g.expires_at as "claimBy", c.due_at as "dueAt"
      from gift_card c
      join gift g on g.organization_id = c.organization_id and g.id = c.gift_id
      join person giver on giver.organization_id = g.organization_id and giver.id = g.giver_id
      left join reward_order o on o.organization_id = c.organization_id and o.id = c.gift_id
     where g.organization_id = ${organizationId} and g.recipient_id = ${id} and c.status in ('open', 'waiting', 'chosen', 'ordered', 'bought')
       and g.status <> 'reserved'
     order by g.created_at desc, g.id desc`.execute(db);
  return rows;
}
