import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { renderCard } from '#adapters/chat/slack/render-card.ts';
import { promisedCardCard } from '#src/chat/cards/bought-gift-cards.ts';
import { currentCard } from '#src/chat/cards/current-card.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { Card } from '#src/ports/message.ts';
import { findCurrentCard } from '#src/usecases/card/steps/find-current-card.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { addGiftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { leaseDelivery, leaseNotification } from '#test/helpers/sendings.ts';
import { openRewardScene } from '#test/usecases/reward/reward-scene.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const words = createWords();

async function start() {
  const scene = await openRewardScene(database.db);
  onTestFinished(scene.close);
  const { core, company } = scene;
  await setGiftKind(core, company, { itemId: await addGiftCard(core, company), undoMinutes: 0 });
  const { gifts } = await company.give('morgan', 'alice', '25', { message: 'the launch' });
  const giftId = gifts[0]?.giftId ?? '';
  const host = createChatHost({ app: core.app, words, log: core.log, newId: core.newId });
  async function press(actionId: string): Promise<string> {
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId: 'alice' };
    const event = { requestId: randomUUID(), caller, channelId: 'C1', replyTo: 'hook-with-token' };
    return textOf((await host.onAction({ ...event, actionId, value: giftId })) as Card);
  }
  async function told(kind: 'gift.card-bought' | 'gift.card-failed', userId = 'alice') {
    const { id: personId } = await company.person(userId);
    const { id } = await core.db
      .selectFrom('notification')
      .select('id')
      .where('person_id', '=', personId)
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow();
    const leased = await leaseNotification(core.app, id);
    if (leased.kind !== 'send') throw new Error('there is nothing to send');
    return notificationCard(words, leased.toSend);
  }
  return { ...scene, giftId, press, told };
}

function textOf({ title, blocks }: Card): string {
  return [title, ...blocks.map((block) => ('text' in block ? block.text : block.kind))].join('\n');
}

function buttonsOf({ actions }: Card): string[] {
  return actions.map(({ id }) => id);
}

describe('what Slack shows of a gift that is a gift card', () => {
  it('first that one comes, with no code and nothing to redeem, then where it is', async () => {
    const { core, company, amazon, giftId, press, told } = await start();
    const leased = await leaseDelivery(core.app, giftId);
    if (leased.kind !== 'send') throw new Error('there is nothing to send');

    const promised = promisedCardCard(words, leased.toSend.gift, { in: 'chat' });
    expect(textOf(promised)).toContain('It comes as a gift card: Amazon.');
    expect(buttonsOf(promised)).toEqual(['thank', 'open-wallet']);
    expect(await press('redeem')).toContain('This gift is a gift card: Amazon.');
    expect(await press('claim')).toContain('This gift is a gift card: Amazon.');
    await core.app.reward.orderGiftCard(giftId);
    await core.app.reward.buy(giftId);

    const here = await told('gift.card-bought');
    expect(textOf(here)).toBe(
      'Your gift card is here: Amazon, $25.00\nMorgan Reyes gave it to you.\nIt is in your wallet. Only you can see its code there.',
    );
    const subject = { organizationId: company.organization.id, id: giftId };
    const found = await findCurrentCard(core, 'gift', subject);
    if (found.is !== 'known') throw new Error('its message stays as it is');
    const now = currentCard(words, found.facts);
    expect(textOf(now)).toContain('Your gift card is here: Amazon, $25.00');
    expect(textOf(now)).toContain('the launch');
    expect(buttonsOf(now)).toEqual(['open-wallet', 'thank']);
    expect(await press('claim')).toContain('Open your wallet to see it.');
    const sent = JSON.stringify([promised, here, now].map(renderCard));
    expect(amazon.cards).toHaveLength(1);
    for (const { code } of amazon.cards) expect(sent).not.toContain(code);
  });

  it('that none could be bought, and to those who gave and keep it why', async () => {
    const { core, amazon, giftId, press, told } = await start();
    amazon.obey('F2015');
    await core.app.reward.orderGiftCard(giftId);
    await core.app.reward.buy(giftId);

    const failed = await told('gift.card-failed');
    expect(textOf(failed)).toContain('The $25.00 from Morgan Reyes are yours all the same.');
    expect(buttonsOf(failed)).toEqual(['redeem']);
    expect(await press('redeem')).toContain('$25.00');
    expect(textOf(await told('gift.card-failed', 'morgan'))).toContain('is stored value now');
  });
});
