import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { transact } from '#src/db/kit/transact.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { ChatStage } from './chat-stage.ts';
import { promised, waivedBy } from './chat-platform/promised.ts';
import { type OpenCompany, openCompany } from './open-company.ts';
import { commands, untilSeen } from './open-scene.ts';
import { discord } from './stages/discord.ts';
import { playground } from './stages/playground.ts';
import { slackHttp } from './stages/slack-http.ts';

describe.each<[string, ChatStage]>([
  [`Slack${waivedBy(slackHttp)}`, slackHttp],
  [`Discord${waivedBy(discord)}`, discord],
  [`the playground${waivedBy(playground)}`, playground],
])('cards in %s', (_, stage) => {
  let company: OpenCompany;
  beforeEach(async () => {
    company = await openCompany(stage);
  });
  afterEach(() => company.end());

  async function askForApproval() {
    const { bob, alice, carol, recognize, see } = company;
    await recognize(bob, company.dave, '300');
    const [alices] = await see(alice);
    const [carols] = await see(carol);
    const approvals = await company.app.queries.approval.list(await company.person(bob), { isOpen: true });
    const approvalId = must(approvals[0], 'approval').id;
    return { alices: must(alices, 'question'), carols: must(carols, 'question'), approvalId };
  }

  async function giveToAlice() {
    const { bob, alice, recognize, see } = company;
    await recognize(bob, alice, '25');
    const [gift] = (await see(alice)).filter(({ buttons }) => buttons.includes('Add to my balance'));
    return must(gift, 'gift');
  }

  it('of the other approvers say who approved, once one has', async () => {
    const { alice, carol, press, see, work, placed } = company;
    const { alices, carols } = await askForApproval();
    expect(carols.buttons).toEqual(['Approve', 'Decline']);

    await press(alice, alices, 'Approve');
    await untilSeen(company, alice, 'Alice Ito approved it');
    await work();

    for (const [person, asked] of [
      [alice, alices],
      [carol, carols],
    ] as const) {
      const shown = await see(person);
      expect(shown).toMatchObject([{ id: asked.id, buttons: [] }]);
      expect(shown[0]?.text).toContain('Alice Ito approved it: $300.00 for Dave Quint');
    }
    expect((await placed()).filter(({ kind }) => kind === 'decision')).toEqual([]);
  });

  it('say that a request was withdrawn, wherever that was done', async () => {
    const { alice, bob, carol, app, person, see, work } = company;
    const { alices, approvalId } = await askForApproval();

    const withdrawn = await app.approval.withdraw({ person: await person(bob), approvalId });
    await work();

    expect(withdrawn.ok).toBe(true);
    expect(await see(alice)).toMatchObject([{ id: alices.id, buttons: [] }]);
    for (const reader of [alice, carol]) {
      expect((await see(reader))[0]?.text).toContain('It was withdrawn: $300.00 for Dave Quint');
    }
  });

  it(
    'let the giver withdraw no more once it is withdrawn elsewhere',
    promised(stage, 'one answer a command'),
    async () => {
      const { bob, app, person, see, work } = company;
      const { approvalId } = await askForApproval();
      const [waiting] = await see(bob);

      await app.approval.withdraw({ person: await person(bob), approvalId });
      await work();

      expect(waiting?.buttons).toEqual(['Withdraw']);
      const shown = await see(bob);
      expect(shown).toMatchObject([{ id: waiting?.id, buttons: [] }]);
      expect(shown[0]?.text).toContain('The money is back in the budget');
    },
  );

  it('say that nobody decided in time, once that is over', async () => {
    const { alice, carol, see, passTime } = company;
    await askForApproval();

    await passTime(30 * 24 * 60 * MINUTE_MS);

    for (const reader of [alice, carol]) {
      const shown = await see(reader, '$300.00');
      expect(shown.length).toBeGreaterThan(0);
      for (const { buttons, text } of shown) {
        expect(buttons).toEqual([]);
        expect(text).toContain('Nobody decided in time');
      }
    }
  });

  it('become the outcome of a request in its place', promised(stage, 'one answer a command'), async () => {
    const { alice, bob, recognize, see } = company;

    await recognize(bob, alice, '25');

    const shown = await see(bob);
    expect(shown).toMatchObject([{ buttons: ['Undo'] }]);
    expect(shown[0]?.text).toContain('Gift sent');
    expect(shown[0]?.text).not.toContain('Request received');
  });

  it(
    'cannot be undone any more once that time is over',
    promised(stage, 'one answer a command'),
    async () => {
      const { bob, see, passTime } = company;
      await giveToAlice();

      await passTime(5 * MINUTE_MS + 5_000);

      const shown = await see(bob);
      expect(shown).toMatchObject([{ buttons: [] }]);
      expect(shown[0]?.text).toContain('Alice Ito gets $25.00');
      expect(shown[0]?.text).not.toContain('take it back');
    },
  );

  it('of a gift say that it was taken back, once its giver undid it', async () => {
    const { alice, bob, press, see, work } = company;
    const gift = await giveToAlice();
    const [sent] = (await see(bob)).filter(({ buttons }) => buttons.includes('Undo'));

    await press(bob, must(sent, 'answer'), 'Undo');
    await untilSeen(company, bob, 'Taken back');
    await work();

    const [shown] = (await see(alice)).filter(({ id }) => id === gift.id);
    expect(shown).toMatchObject({ buttons: [] });
    expect(shown?.text).toContain('This gift was taken back');
    expect(shown?.text).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect((await see(bob)).flatMap(({ buttons }) => buttons)).toEqual([]);
  });

  it('of a gift say that it is redeemed, once its code was typed', async () => {
    const { alice, app, person, see, work } = company;
    const gift = await giveToAlice();
    const [code] = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(gift.text) ?? [];

    const redeemed = await app.gift.redeemCode({ person: await person(alice), typed: must(code, 'code') });
    await work();

    expect(redeemed.ok).toBe(true);
    const [shown] = (await see(alice)).filter(({ id }) => id === gift.id);
    expect(shown).toMatchObject({ buttons: ['Say thanks'] });
    expect(shown?.text).toContain('$25.00 added to your balance');
    expect(shown?.text).not.toContain(code);
  });

  it(
    'take the Undo away from a giver once the gift is redeemed',
    promised(stage, 'one answer a command'),
    async () => {
      const { alice, bob, press, see, work } = company;
      const gift = await giveToAlice();

      await press(alice, gift, 'Add to my balance');
      await untilSeen(company, alice, 'added to your balance');
      await work();

      expect(await see(bob)).toMatchObject([{ buttons: [] }]);
    },
  );

  it('that wait in a channel say that the gift has arrived, and no more', async () => {
    const { alice, bob, carol, app, person, recognize, see, work } = company;
    company.closeDirectMessages(alice);
    await recognize(bob, alice, '25');
    const [claim] = await see(carol);
    const [gift] = await app.queries.gift.list(await person(alice), { limit: 10 });

    await app.gift.redeem({ person: await person(alice), giftId: must(gift, 'gift').giftId });
    await work();

    expect(claim).toMatchObject({ place: 'channel', buttons: ['Show my gift'] });
    const shown = await see(carol);
    expect(shown).toMatchObject([{ id: claim?.id, buttons: [], mentions: [alice.user.userId] }]);
    expect(shown[0]?.text).toContain('Alice Ito has added the gift from Bob Olsen to their balance');
    expect(shown[0]?.text).not.toContain('$');
  });

  it('that asked a giver become the outcome, and lose their Undo in time', async () => {
    const { alice, bob, dave, press, recognize, see, work, passTime } = company;
    await recognize(bob, [alice, dave], '25');
    const [question] = (await see(bob)).filter(({ buttons }) => buttons.includes('Confirm'));

    await press(bob, must(question, 'question'), 'Confirm');
    await untilSeen(company, bob, 'You confirmed it');
    await work();
    const [sent] = (await see(bob)).filter(({ id }) => id === question?.id);
    await passTime(5 * MINUTE_MS + 5_000);
    const [over] = (await see(bob)).filter(({ id }) => id === question?.id);

    expect(sent).toMatchObject({ buttons: ['Undo'] });
    expect(sent?.text).toContain('Gift sent');
    expect(over).toMatchObject({ buttons: [] });
    expect(over?.text).toContain('Gift sent');
  });

  it(
    'of a balance lose a button once its gift is redeemed',
    promised(stage, 'one answer a command'),
    async () => {
      const { alice, app, person, see, type, work } = company;
      const gift = await giveToAlice();
      const command = must(
        commands.find(({ name }) => name === 'balance'),
        'command',
      );
      await type({ by: alice, command, values: {}, place: 'channel' });
      const balance = await untilSeen(company, alice, 'Your balance');
      const [code] = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(gift.text) ?? [];

      await app.gift.redeemCode({ person: await person(alice), typed: must(code, 'code') });
      await work();

      expect(balance.buttons).toHaveLength(2);
      const [shown] = (await see(alice)).filter(({ id }) => id === balance.id);
      expect(shown).toMatchObject({ buttons: ['Open my wallet'] });
      expect(shown?.text).toContain('$25.00');
    },
  );

  it(
    'that offer to ask for more say that it was asked for',
    promised(stage, 'one answer a command'),
    async () => {
      const { alice, bob, app, person, recognize, see, work } = company;
      await recognize(bob, alice, '2000');
      const [refused] = await see(bob);
      const [request] = await app.queries.recognition.list(await person(bob), { limit: 10 });

      const asked = await app.approval.requestFunds({
        person: await person(bob),
        recognitionId: must(request, 'request').id,
      });
      await work();

      expect(asked.ok).toBe(true);
      expect(refused?.buttons).toEqual(['Ask finance for more']);
      const shown = await see(bob);
      expect(shown).toMatchObject([{ id: refused?.id, buttons: [] }]);
    },
  );

  it('that tell of a gift that reached nobody say that it is on its way again, and that it arrived', async () => {
    const { bob, carol, app, core, person, press, recognize, see, work, passTime } = company;
    const { id: organizationId } = company.organization;
    await core.db
      .updateTable('person')
      .set({ role: 'hr' })
      .where('id', '=', (await person(carol)).id)
      .execute();
    await recognize(bob, company.alice, '25');
    const [gift] = await app.queries.gift.list(await person(bob), { limit: 10 });
    const { giftId } = must(gift, 'gift');
    await core.db.updateTable('delivery').set({ status: 'failed' }).where('gift_id', '=', giftId).execute();
    await transact(core, async (tx) => {
      const detail = {
        recipient: 'Alice Ito',
        money: { amountMinor: '2500', currency: 'USD' },
        reason: 'gone',
      };
      const told = [await person(bob), await person(carol)].map(({ id: personId }) => {
        return { kind: 'gift.undelivered' as const, organizationId, personId, subjectId: giftId, detail };
      });
      await notify(core, tx, told);
    });
    await work();
    const [news] = await see(carol, 'did not reach Alice Ito');
    const [bobs] = await see(bob, 'did not reach Alice Ito');

    await press(carol, must(news, 'news'), 'Send it again');
    await untilSeen(company, carol, 'It is on its way again');
    await work();
    await passTime(10_000);

    expect(bobs?.buttons).toEqual(['Send it again']);
    for (const reader of [bob, carol]) {
      const shown = await see(reader, 'did not reach Alice Ito');
      expect(shown).toMatchObject([{ buttons: [] }]);
      expect(shown[0]?.text).toContain('It has arrived since: $25.00 for Alice Ito');
    }
  });

  it('say the same again when a button is pressed twice', async () => {
    const { alice, carol, press, see, work } = company;
    const { alices, carols } = await askForApproval();
    await press(alice, alices, 'Approve');
    await untilSeen(company, alice, 'Alice Ito approved it');

    await press(carol, carols, 'Approve');
    await untilSeen(company, carol, 'Alice Ito approved it');
    await work();

    const [shown] = await see(carol);
    expect(shown).toMatchObject({ id: carols.id, buttons: [] });
    expect(shown?.text).toContain('Approved: $300.00 for Dave Quint');
  });

  it('are forgotten when their message is gone, and hold up no other', async () => {
    const { alice, bob, carol, app, person, see, work, placed, deleteMessage } = company;
    if (!deleteMessage) return;
    const { alices, carols, approvalId } = await askForApproval();

    deleteMessage(carols);
    await app.approval.withdraw({ person: await person(bob), approvalId });
    await work();

    expect(await see(carol)).toEqual([]);
    expect(await see(alice)).toMatchObject([{ id: alices.id, buttons: [] }]);
    expect((await placed()).filter(({ kind }) => kind === 'decision')).toEqual([]);
  });

  describe('when the platform is in trouble', () => {
    it.each([
      ['rate limit', { kind: 'rate limit', retryAfterMs: 1_000 }],
      ['server error', { kind: 'server error' }],
      ['lost answer', { kind: 'lost answer' }],
    ] as const)('are true a moment later (%s)', promised(stage, 'a network'), async (_how, trouble) => {
      const { alice, bob, app, person, see, work, passTime, placed } = company;
      const { approvalId } = await askForApproval();
      company.trouble(trouble);

      await app.approval.withdraw({ person: await person(bob), approvalId });
      await work();
      const before = await placed();
      // The test servers and Discord’s SDK keep real time.
      if ('retryAfterMs' in trouble) await sleep(trouble.retryAfterMs);
      await vi.waitFor(
        async () => {
          await passTime(20_000);
          expect(await placed()).toEqual([]);
        },
        { timeout: 10_000, interval: 500 },
      );

      expect(before).not.toEqual([]);
      expect((await see(alice))[0]?.text).toContain('It was withdrawn');
      expect(await placed()).toEqual([]);
    });
  });

  it('are true later when a worker dies with them, and replaced once', async () => {
    const { alice, bob, app, core, person, see, work, passTime } = company;
    const { approvalId } = await askForApproval();
    await app.approval.withdraw({ person: await person(bob), approvalId });
    const ids = core.queue.take('update-card');
    await app.card.lease(ids);
    await core.queue.enqueue('update-card', ids);
    await work();
    const [untouched] = await see(alice);

    await passTime(70_000);

    expect(untouched?.buttons).toEqual(['Approve', 'Decline']);
    const shown = await see(alice);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({ buttons: [] });
  });
});
