import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseDelivery, leaseNotification, recordDelivery } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const CLOSED: SendOutcome = { status: 'closed', reason: 'archived' };

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { gifts } = await company.give('morgan', 'alice', '25', { channelId: 'C1' });
  const giftId = gifts[0]?.giftId ?? '';
  core.queue.take('send-notification');

  async function tryEveryWay() {
    for (;;) {
      const leased = await leaseDelivery(core.app, giftId);
      if (leased.kind !== 'send') return leased;
      await recordDelivery(core.app, leased.toSend, CLOSED);
    }
  }
  async function told() {
    const leases = await Promise.all(
      core.queue.take('send-notification').map((id) => leaseNotification(core.app, id)),
    );
    return leases.flatMap((lease) => (lease.kind === 'send' ? [lease.toSend] : []));
  }
  return { core, company, giftId, tryEveryWay, told };
}

type Start = Awaited<ReturnType<typeof start>>;

async function change(
  { core, company }: Start,
  changes: { email?: null; deactivated_at?: Date },
): Promise<void> {
  const { id } = await company.person('alice');
  await core.db.updateTable('person').set(changes).where('id', '=', id).execute();
}

async function textTold({ told }: Start): Promise<string> {
  const cards = (await told()).map((one) => notificationCard(createWords(), one));
  return cards.flatMap(({ blocks }) => blocks.map((block) => ('text' in block ? block.text : ''))).join(' ');
}

describe('a gift that no way is left for', () => {
  it('is told to its giver and to HR, once, with what was tried', async () => {
    const { company, giftId, tryEveryWay, told } = await start();

    await tryEveryWay();

    const news = await told();
    expect(news.map(({ to }) => ('userId' in to ? to.userId : to.email)).toSorted()).toEqual([
      'morgan',
      'priya',
    ]);
    expect(news[0]?.content).toEqual({
      ...news[0]?.content,
      kind: 'gift.undelivered',
      subjectId: giftId,
      detail: {
        recipient: 'Alice Ito',
        money: { amountMinor: '2500', currency: 'USD' },
        reason: expect.stringContaining('email: archived') as string,
        tried: [
          { channel: 'dm', platform: 'slack' },
          { channel: 'claim', platform: 'slack' },
          { channel: 'email' },
        ],
        isInactive: false,
        hasAddress: true,
        resent: 0,
      },
    });
    expect((await company.person('priya')).role).toBe('hr');
  });

  it('is told to an admin where nobody is in HR', async () => {
    const { core, company, tryEveryWay, told } = await start();
    const { id } = await company.person('priya');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ role: 'admin' }).where('id', '=', id).execute(),
    );

    await tryEveryWay();

    expect((await told()).map(({ to }) => 'userId' in to && to.userId)).toContain('priya');
  });

  it('is told in plain words, without what the platforms said', async () => {
    const { tryEveryWay, told } = await start();
    await tryEveryWay();

    const [news] = await told();
    if (!news) throw new Error('nobody was told');
    const card = notificationCard(createWords(), news);

    const text = JSON.stringify(card.blocks);
    expect(text).toContain('a direct message in Slack, a button in the channel in Slack, a mail.');
    expect(text).not.toContain('archived');
    expect(text).not.toContain('slack:');
  });

  it('says what HR can correct: no address, or somebody who left', async () => {
    const unaddressed = await start();
    const left = await start();
    await change(unaddressed, { email: null });
    await change(left, { deactivated_at: left.core.clock.now() });

    await unaddressed.tryEveryWay();
    await left.tryEveryWay();

    expect(await textTold(unaddressed)).toContain('I know no email address of theirs.');
    expect(await textTold(left)).toContain('Alice Ito is no longer active. Nobody else can use the gift');
  });

  it('is told again each time that it was sent again in vain', async () => {
    const { core, company, giftId, tryEveryWay, told } = await start();
    await tryEveryWay();
    await told();
    const person = await company.person('morgan');

    for (const _ of [1, 2]) {
      await core.app.message.resendGift({ person, giftId });
      await tryEveryWay();
      await tryEveryWay();
      const news = await told();

      expect(news).toHaveLength(2);
      expect(JSON.stringify(news.map((one) => notificationCard(createWords(), one)))).toContain(
        'I tried again',
      );
    }
  });

  it('is told to nobody when it was redeemed before it could be sent', async () => {
    const { company, giftId, tryEveryWay, told } = await start();
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));

    expect(await tryEveryWay()).toEqual({ kind: 'nothing' });
    expect(await told()).toEqual([]);
  });
});

describe('a recipient with two accounts', () => {
  it('is written to first at the one that the giver named, then at the other', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core);
    const { organizationId, id } = await company.person('alice');
    await transactOn(core.db, (tx) =>
      tx
        .insertInto('identity')
        .values({ organization_id: organizationId, platform: 'slack', user_id: 'zz-new', person_id: id })
        .execute(),
    );
    const { gifts } = await company.give('morgan', 'zz-new', '25', { channelId: 'C1' });
    const giftId = gifts[0]?.giftId ?? '';

    const accounts: unknown[] = [];
    for (;;) {
      const leased = await leaseDelivery(core.app, giftId);
      if (leased.kind !== 'send') break;
      const { toSend } = leased;
      accounts.push(`${toSend.channel} ${'userId' in toSend.to ? toSend.to.userId : toSend.to.email}`);
      await recordDelivery(core.app, toSend, CLOSED);
    }

    expect(accounts).toEqual([
      'dm zz-new',
      'dm alice',
      'claim zz-new',
      'claim alice',
      'email alice@example.com',
    ]);
  });
});
