import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStripe } from '#adapters/payments/stripe/payment-method.ts';
import { must } from '#src/domain/kit/must.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import { ownGoods, pngOf } from '#test/helpers/stock.ts';
import type { Actor as Member, ChatStage, Seen } from './chat-stage.ts';
import { waivedBy } from './chat-platform/promised.ts';
import { type OpenCompany, openCompany } from './open-company.ts';
import { commands, untilSeen } from './open-scene.ts';
import { discord } from './stages/discord.ts';
import { playground } from './stages/playground.ts';
import { slackHttp } from './stages/slack-http.ts';

const WEB = 'https://gifts.example.com';

describe.each<[string, ChatStage]>([
  [`Slack${waivedBy(slackHttp)}`, slackHttp],
  [`Discord${waivedBy(discord)}`, discord],
  [`the playground${waivedBy(playground)}`, playground],
])('the store in %s', (_, stage) => {
  let company: OpenCompany;
  beforeEach(async () => {
    company = await openCompany(stage, { web: WEB });
    const { bob, alice, recognize, see, press, work } = company;
    await recognize(bob, alice, '25');
    const [gift] = (await see(alice)).filter(({ buttons }) => buttons.includes('Add to my balance'));
    await press(alice, must(gift, 'gift'), 'Add to my balance');
    await work();
  });
  afterEach(() => company.end());

  /** Carol sees to it. */
  async function offer(some: Partial<ItemFields> = {}): Promise<string> {
    const { app, person, carol, organization } = company;
    const actor = { organizationId: organization.id, operator: 'test' };
    const fulfillerId = (await person(carol)).id;
    const added = await app.store.addItem({ actor, fields: ownGoods({ fulfillerId, ...some }) });
    if (!added.ok) throw new Error(added.refusal.kind);
    return added.value.id;
  }

  async function openStore(by: Member): Promise<Seen> {
    const command = must(
      commands.find(({ name }) => name === 'store'),
      'command',
    );
    await company.type({ by, command, values: {}, place: 'channel' });
    return untilSeen(company, by, 'The store');
  }

  /** Alice buys the one thing that is there, and Carol hears of it. */
  async function buy(): Promise<Seen> {
    const { alice, carol, press, work, see } = company;
    await press(alice, await openStore(alice), 'Buy Mug');
    await press(alice, await untilSeen(company, alice, 'Buy Mug for $15.00'), 'Buy for $15.00');
    await untilSeen(company, alice, 'You ordered Mug for $15.00');
    await work();
    return must((await see(carol, 'Mug for Alice Ito'))[0], 'what Carol is told');
  }

  it('is bought from in two presses, which show what is taken and what is left', async () => {
    const { app, alice, person, press, see } = company;
    const actor = { organizationId: company.organization.id, operator: 'test' };
    const added = await app.store.addPicture({ actor, bytes: pngOf(4, 3) });
    await offer({ picture: added.ok ? added.value.picture : null });

    const store = await openStore(alice);
    expect(store.buttons).toEqual(['Buy Mug']);
    await press(alice, store, 'Buy Mug');
    const asked = await untilSeen(company, alice, 'Buy Mug for $15.00');
    expect(asked.text).toContain('−$15.00');
    expect(asked.text).toContain('$10.00');
    await press(alice, asked, 'Buy for $15.00');

    const told = await untilSeen(company, alice, 'You ordered Mug for $15.00');
    expect(told.text).toContain(`${WEB}/sign-in/link/`);
    expect(told.buttons).toEqual([]);
    const buyer = await person(alice);
    expect(await app.queries.store.listOrders(buyer, { limit: 9 })).toMatchObject([{ item: 'Mug' }]);
    expect(await see(alice, 'Buy Mug for')).toEqual([]);
  });

  it('tells its fulfiller, whose card becomes what they did and what others did', async () => {
    const { app, alice, carol, person, press, see, work } = company;
    await offer();
    const asked = await buy();
    expect(asked.buttons).toEqual(['Start on it', 'It is done', 'Cancel it']);

    await press(carol, asked, 'Start on it');
    await untilSeen(company, carol, 'It is under way');
    await work();
    const [started] = await see(carol, 'Mug for Alice Ito');
    expect(started).toMatchObject({ id: asked.id, buttons: ['It is done', 'Cancel it'] });
    expect((await see(alice, 'Carol Weiss')).length + (await see(alice, 'Mug')).length).toBeGreaterThan(1);

    const [{ orderId } = { orderId: '' }] = await app.queries.store.listOrders(await person(alice), {
      limit: 1,
    });
    await app.store.fulfilOrder({ actor: await person(carol), orderId, note: 'On your desk' });
    await work();

    const [done] = await see(carol, 'Mug for Alice Ito');
    expect(done).toMatchObject({ id: asked.id, buttons: [] });
    expect(done?.text).toContain('It is done');
    expect((await see(alice, 'On your desk'))[0]?.text).toContain(`${WEB}/orders/${orderId}`);
  });

  it('leaves no button to press once its buyer has cancelled', async () => {
    const { app, alice, carol, person, see, work } = company;
    await offer();
    const asked = await buy();
    const actor = await person(alice);
    const [{ orderId } = { orderId: '' }] = await app.queries.store.listOrders(actor, { limit: 1 });

    await app.store.cancelOrder({ actor, orderId });
    await work();

    const shown = (await see(carol, 'Mug for Alice Ito')).find(({ id }) => id === asked.id);
    expect(shown).toMatchObject({ buttons: [] });
    expect(shown?.text).toContain('It is cancelled');
  });

  it('asks in a form where to send it, and why it is cancelled', async () => {
    const { app, alice, carol, person, press, see, work } = company;
    await offer({ needsAddress: true });
    await press(alice, await openStore(alice), 'Buy Mug');
    const asked = await untilSeen(company, alice, 'Buy Mug for $15.00');
    const where = await company.openForm(alice, asked, 'Buy for $15.00');
    await where.submit({ 'Where to send it': '1 Elm Street' });
    await untilSeen(company, alice, 'You ordered Mug for $15.00');
    await work();

    const [card] = await see(carol, 'Mug for Alice Ito');
    expect(card?.text).not.toContain('Elm Street');
    const [{ orderId } = { orderId: '' }] = await app.queries.store.listOrders(await person(carol), {
      limit: 1,
    });
    expect(await app.queries.store.findOrder(await person(carol), orderId)).toMatchObject({
      address: '1 Elm Street',
    });
    const why = await company.openForm(carol, must(card, 'card'), 'Cancel it');
    await why.submit({ 'Why, for the buyer to read': 'There are no more' });
    await untilSeen(company, carol, 'It is cancelled');
    await work();

    expect((await see(alice, 'There are no more')).length).toBe(1);
  });

  it('refuses what the balance does not cover with what is missing, where no card can pay it', async () => {
    const { alice, press } = company;
    await offer({ prices: { USD: 3_000n } });
    const itemId = await offer({ name: 'Cup' });
    const store = await openStore(alice);
    expect(store.buttons).toEqual(['Buy Cup']);
    const actor = { organizationId: company.organization.id, operator: 'test' };
    await company.app.store.changeItem({ actor, itemId, fields: { prices: { USD: 4_000n } } });

    await press(alice, store, 'Buy Cup');

    await untilSeen(company, alice, '$15.00');
  });

  it('orders nothing at another price than the one that was shown', async () => {
    const { app, alice, organization, person, press } = company;
    const itemId = await offer();
    await press(alice, await openStore(alice), 'Buy Mug');
    const asked = await untilSeen(company, alice, 'Buy Mug for $15.00');
    const actor = { organizationId: organization.id, operator: 'test' };
    await app.store.changeItem({ actor, itemId, fields: { prices: { USD: 2_000n } } });

    await press(alice, asked, 'Buy for $15.00');

    const again = await untilSeen(company, alice, 'Buy Mug for $20.00');
    expect(again.buttons).toEqual(['Buy for $20.00']);
    expect(await app.queries.store.listOrders(await person(alice), { limit: 1 })).toEqual([]);
  });
});

describe.each<[string, ChatStage]>([
  [`Slack${waivedBy(slackHttp)}`, slackHttp],
  [`Discord${waivedBy(discord)}`, discord],
])('the store in %s, where a card can pay the rest', (_, stage) => {
  let company: OpenCompany;
  beforeEach(async () => {
    const deps = { log: createRecordingLog(), clock: createSettableClock(new Date().toISOString()) };
    company = await openCompany(stage, { web: WEB, payment: createStripe({ secretKey: 'sk_test_x' }, deps) });
    const { bob, alice, recognize, see, press, work } = company;
    await recognize(bob, alice, '25');
    const [gift] = (await see(alice)).filter(({ buttons }) => buttons.includes('Add to my balance'));
    await press(alice, must(gift, 'gift'), 'Add to my balance');
    await work();
  });
  afterEach(() => company.end());

  it('leads to the item’s page, as whoever pressed, and orders nothing', async () => {
    const { app, alice, carol, organization, person, press } = company;
    const actor = { organizationId: organization.id, operator: 'test' };
    const fields = ownGoods({ fulfillerId: (await person(carol)).id, prices: { USD: 3_000n } });
    await app.store.addItem({ actor, fields });
    const command = must(
      commands.find(({ name }) => name === 'store'),
      'command',
    );
    await company.type({ by: alice, command, values: {}, place: 'channel' });
    const store = await untilSeen(company, alice, 'The store');
    expect(store.text).toContain('$5.00 of it by card');
    expect(store.buttons).toEqual(['Buy Mug']);

    await press(alice, store, 'Buy Mug');

    const led = await untilSeen(company, alice, 'Mug: $5.00 more by card');
    expect(led.text).toMatch(/https:\/\/gifts\.example\.com\/sign-in\/link\/\S+/u);
    expect(led.buttons).toEqual([]);
    expect(await app.queries.store.listOrders(await person(alice), { limit: 1 })).toEqual([]);
  });
});
