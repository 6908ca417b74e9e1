import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { renderCard as renderForDiscord } from '#adapters/chat/discord/render-card.ts';
import { renderCard as renderForSlack } from '#adapters/chat/slack/render-card.ts';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import { promisedCardCard } from '#src/chat/cards/bought-gift-cards.ts';
import { currentCard } from '#src/chat/cards/current-card.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { CardKind } from '#src/domain/message/buttons.ts';
import type { Card } from '#src/ports/message.ts';
import { findCurrentCard } from '#src/usecases/card/steps/find-current-card.ts';
import { createWords } from '#src/words/words.ts';
import { openChooseScene, UNDO_MS, WEB } from '#test/helpers/choose-scene.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { setGiftKind } from '#test/helpers/gift-cards.ts';
import { leaseAnswer, leaseDelivery, leaseNotification, recordAnswer } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const words = createWords();
const DAY_MS = 86_400_000;

async function start() {
  const scene = await openChooseScene(database.db);
  const { core, company } = scene;
  const { id: organizationId } = company.organization;
  const host = createChatHost({ app: core.app, words, log: core.log, newId: core.newId });

  async function press(actionId: string, giftId: string, userId = 'alice'): Promise<string> {
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId };
    const event = { requestId: randomUUID(), caller, channelId: 'C1', replyTo: 'hook-with-token' };
    const answer = await host.onAction({ ...event, actionId, value: giftId });
    return textOf((answer && 'card' in answer ? answer.card : answer) as Card);
  }
  /** What a message shows now; undefined where it stays as it is. */
  async function shownNow(kind: CardKind, id: string): Promise<Card | undefined> {
    const found = await findCurrentCard(core, kind, { organizationId, id });
    return found.is === 'known' ? currentCard(words, found.facts) : undefined;
  }
  async function told(kind: 'gift.reminder' | 'gift.no-card', userId: string): Promise<Card> {
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
  async function message(giftId: string) {
    const leased = await leaseDelivery(core.app, giftId);
    if (leased.kind !== 'send') throw new Error('there is nothing to send');
    return leased.toSend;
  }
  async function recognitionOf(giftId: string): Promise<string> {
    const { recognition_id: id } = await core.db
      .selectFrom('gift')
      .select('recognition_id')
      .where('id', '=', giftId)
      .executeTakeFirstOrThrow();
    return id;
  }
  return { ...scene, press, shownNow, told, message, recognitionOf };
}

function textOf({ title, blocks }: Card): string {
  return [title, ...blocks.map((block) => ('text' in block ? block.text : block.kind))].join('\n');
}

function buttonsOf({ actions }: Card): string[] {
  return actions.map(({ id }) => id);
}

describe('the message of a gift whose recipient chooses the gift card', () => {
  it('says so on Slack and on Discord, with buttons to choose and to keep it as a balance, and no code', async () => {
    const { give, message } = await start();
    const { gift } = await message(await give());

    const card = promisedCardCard(words, gift, { in: 'chat' });
    expect(textOf(card)).toContain('You may choose a gift card of $25.00.');
    expect(textOf(card)).toContain('It does not expire.');
    expect(buttonsOf(card)).toEqual(['choose-card', 'keep-as-balance', 'thank', 'open-wallet']);
    for (const sent of [renderForSlack(card), renderForDiscord(card)].map((one) => JSON.stringify(one))) {
      expect(sent).toContain('You may choose a gift card of $25.00.');
      expect(sent).toContain('Choose a gift card');
      expect(sent).toContain('Add to my balance');
    }
  });

  it('says until when, where it expires', async () => {
    const { core, company, give, message } = await start();
    await setGiftKind(core, company, { claimDays: 10 });
    const { gift } = await message(await give());

    expect(textOf(promisedCardCard(words, gift, { in: 'chat' }))).toMatch(
      /Choose by .*2026\. After that it expires\./u,
    );
  });

  it('has in mail the page on which it is chosen', async () => {
    const { core, company, give, message } = await start();
    await core.app.people.setDeliveryPreference(await company.person('alice'), 'email');
    const giftId = await give();
    const toSend = await message(giftId);

    expect(toSend).toMatchObject({ channel: 'email', code: undefined });
    const link = 'link' in toSend ? toSend.link : undefined;
    expect(link).toBe(`${WEB}/wallet/gifts/${giftId}/choose`);
    expect(textOf(promisedCardCard(words, toSend.gift, { in: 'email', link }))).toContain(
      `Choose it here: ${link}`,
    );
    expect(textOf(promisedCardCard(words, toSend.gift, { in: 'email', link: undefined }))).toContain(
      'Sign in to your wallet in Largesse to choose it',
    );
  });

  it('leads its recipient, and nobody else, to the page by a link that signs them in once', async () => {
    const { give, press } = await start();
    const giftId = await give();

    const answer = await press('choose-card', giftId);
    expect(answer).toContain(`${WEB}/sign-in/link/`);
    expect(answer).toContain(`?back=${encodeURIComponent(`/wallet/gifts/${giftId}/choose`)}`);
    expect(await press('claim', giftId)).toContain(`${WEB}/sign-in/link/`);
    expect(await press('choose-card', giftId, 'bob')).toContain('This gift is for somebody else.');
    expect(await press('choose-card', giftId, 'morgan')).toContain('This gift is for somebody else.');
    expect(await press('choose-card', 'nonsense')).not.toContain('sign-in');
    expect(await press('keep-as-balance', giftId, 'bob')).toContain('This gift is for somebody else.');
    expect(await press('redeem', giftId)).toContain('you may choose a gift card, or add it to your balance');
  });

  it('stays as it is until they choose, then says what they chose, that it is bought, and where it is', async () => {
    const { core, app, items, give, choose, shownNow } = await start();
    const giftId = await give();
    expect(await shownNow('gift', giftId)).toBeUndefined();

    await choose(giftId, items.cinema);
    const chosen = await shownNow('gift', giftId);
    expect(chosen && textOf(chosen)).toContain('You chose a gift card: Cinema.');
    expect(chosen && buttonsOf(chosen)).toEqual(['choose-card', 'keep-as-balance', 'thank', 'open-wallet']);
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    const ordered = await shownNow('gift', giftId);
    expect(ordered && textOf(ordered)).toContain('It comes as a gift card: Cinema.');
    expect(ordered && buttonsOf(ordered)).toEqual(['thank', 'open-wallet']);
    await app.reward.buy(giftId);

    const here = await shownNow('gift', giftId);
    expect(here && textOf(here)).toContain('Your gift card is here: Cinema, $25.00');
  });

  it('is added to the balance by its button, and says so then', async () => {
    const { give, press, shownNow } = await start();
    const giftId = await give();

    expect(await press('keep-as-balance', giftId)).toContain('$25.00 added to your balance');
    expect(await press('keep-as-balance', giftId)).toContain('$25.00');
    const now = await shownNow('gift', giftId);

    expect(now && textOf(now)).toContain('$25.00 added to your balance');
    expect(await press('choose-card', giftId)).toContain(
      'There is no gift card to choose for this gift any more',
    );
  });

  it('is called to mind by a reminder with the same button', async () => {
    const { core, app, company, give, told } = await start();
    await setGiftKind(core, company, { claimDays: 10 });
    const giftId = await give();
    core.clock.advance(9 * DAY_MS);
    await app.gift.advanceClaim(giftId);

    const reminder = await told('gift.reminder', 'alice');
    expect(textOf(reminder)).toContain('Choose a gift card of that value');
    expect(buttonsOf(reminder)).toEqual(['choose-card']);
  });
});

describe('what others read of it', () => {
  it('is for the giver that its recipient has yet to choose, until they have', async () => {
    const { app, company, items, choose, shownNow, recognitionOf } = await start();
    const { gifts } = await company.give('morgan', 'alice', '25', { replyTo: 'hook-with-token' });
    const giftId = gifts[0]?.giftId ?? '';
    const recognitionId = await recognitionOf(giftId);
    const leased = await leaseAnswer(app, recognitionId);
    if (leased.kind !== 'send') throw new Error('there is nothing to answer');
    await recordAnswer(app, leased.toSend, { status: 'sent', messageId: 'm1' });
    const line = 'Still to choose a gift card in that value: Alice Ito.';

    expect(textOf(answerCard(words, leased.toSend))).toContain(line);
    const before = await shownNow('update', recognitionId);
    expect(before && textOf(before)).toContain(line);
    await choose(giftId, items.cinema);
    const after = await shownNow('update', recognitionId);

    expect(after && textOf(after)).toContain('Alice Ito');
    expect(after && textOf(after)).not.toContain(line);
  });

  it('is for HR that the catalogue has nothing in that value', async () => {
    const { app, company, told } = await start();
    const organizationId = company.organization.id;
    await app.store.tellEmptyChoice({ organizationId, money: { amountMinor: 700n, currency: 'USD' } });

    expect(textOf(await told('gift.no-card', 'priya'))).toContain(
      'The catalogue has no gift card of $7.00 to choose',
    );
  });
});
