import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import type { ItemFields, ProvidedCard } from '#src/domain/store/item.ts';
import { addGiftCard, giftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { openRewardScene } from '#test/usecases/reward/reward-scene.ts';

export const UNDO_MS = 5 * 60_000;

export const WEB = 'https://gifts.example.com';

/** A company in which the recipients of Engineering’s gifts choose a card: the catalogue has two that Amazon sells. */
export async function openChooseScene(db: Db) {
  const scene = await openRewardScene(db, {
    reachable: { platforms: ['slack', 'discord'], mail: true, web: WEB },
  });
  onTestFinished(scene.close);
  const { core, company } = scene;
  const { app } = core;
  const amazon = await offer();
  const cinema = await offer({ name: 'Cinema' });
  const set = await setGiftKind(core, company, {});
  if (!set.ok) throw new Error(JSON.stringify(set.refusal));

  async function offer(some: Partial<ItemFields> = {}, of: Partial<ProvidedCard> = {}): Promise<string> {
    return addGiftCard(core, company, giftCard(some, of));
  }
  async function give(amount = '25', recipient = 'alice'): Promise<string> {
    const { gifts, refusal } = await company.give('morgan', recipient, amount);
    if (!gifts[0]) throw new Error(`nothing was given: ${JSON.stringify(refusal)}`);
    return gifts[0].giftId;
  }
  async function choose(
    giftId: string,
    itemId: string,
    { userId = 'alice', insteadOf = null }: { userId?: string; insteadOf?: string | null } = {},
  ) {
    return app.store.chooseGiftCard({ person: await company.person(userId), giftId, itemId, insteadOf });
  }
  async function keep(giftId: string, userId = 'alice') {
    return app.store.keepAsBalance({ person: await company.person(userId), giftId });
  }
  async function undo(giftId: string) {
    return app.gift.undo({ person: await company.person('morgan'), of: { giftId } });
  }
  async function choiceOf(giftId: string, userId = 'alice') {
    const person = await company.person(userId);
    return app.queries.store.findCardChoice(person, giftId, person.id);
  }
  /** What becomes of a gift, of its card, and which item that is. */
  async function stateOf(giftId: string) {
    const { rows } = await sql<{ gift: string; card: string; itemId: string | null; dueAt: Date | null }>`
      select g.status as gift, c.status as card, c.item_id as "itemId", c.due_at as "dueAt"
        from gift g join gift_card c on c.organization_id = g.organization_id and c.gift_id = g.id
       where g.id = ${giftId}`.execute(core.db);
    if (!rows[0]) throw new Error(`gift ${giftId} is no card`);
    return rows[0];
  }
  async function withdraw(itemId: string) {
    const retired = await app.store.retireItem({
      actor: await company.person('priya'),
      itemId,
      isRetired: true,
    });
    if (!retired.ok) throw new Error(JSON.stringify(retired.refusal));
  }
  return {
    ...scene,
    app,
    items: { amazon, cinema },
    offer,
    give,
    choose,
    keep,
    undo,
    choiceOf,
    stateOf,
    withdraw,
  };
}
