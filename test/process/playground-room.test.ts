import { afterAll, describe, expect, it } from 'vitest';
import { createPlaygroundPlatform } from '#adapters/chat/playground/platform.ts';
import { giftCard } from '#src/chat/cards/gift-card.ts';
import { textCard } from '#src/chat/cards/text-card.ts';
import { formatCode } from '#src/domain/gift/code-format.ts';
import { openRoom } from '#src/process/playground-room.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const PEOPLE = ['alice', 'morgan'].map((userId) => ({ userId, name: userId }));

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { gifts } = await company.give('morgan', 'alice', '25');
  const giftId = gifts[0]?.giftId ?? '';
  const code = await company.codeOf(giftId, 'alice');
  const gift = {
    giftId,
    giverName: 'Morgan',
    recipientName: 'Alice',
    money: { amountMinor: 2_500n, currency: 'USD' },
    message: 'the launch',
    claimBy: null,
  };
  const message = { card: giftCard(createWords(), gift, code, 'chat'), key: `gift-${giftId}` };
  const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };

  /** The playground as the next process finds it. */
  async function restart() {
    const { organization } = company;
    const keeper = await openRoom({ ...core, organizationId: organization.id });
    const platform = createPlaygroundPlatform({ people: PEOPLE, clock: core.clock, keeper });
    return { ...platform, look: async () => JSON.stringify((await platform.room.view('alice')).direct) };
  }
  return { core, company, code, message, alice, restart };
}

describe('a playground that is started again', () => {
  it('shows its messages as they were, codes included, although it keeps none', async () => {
    const { core, code, message, alice, restart } = await start();
    const first = await restart();
    await first.sendDirectMessage(alice, message);
    await first.postToChannel('general', alice, { card: textCard('info', 'Hello', []), key: 'hello' });
    const before = await first.room.view('alice');

    const second = await restart();

    expect(await second.room.view('alice')).toEqual(before);
    expect(await second.look()).toContain(formatCode(code));
    const rows = await core.db.selectFrom('playground_message').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code.reveal());
    expect(JSON.stringify(rows)).not.toContain(formatCode(code));
  });

  it('knows a message that it is sent again', async () => {
    const { message, alice, restart } = await start();
    const sent = await (await restart()).sendDirectMessage(alice, message);

    const second = await restart();
    const again = await second.sendDirectMessage(alice, message);

    expect(again).toEqual(sent);
    expect((await second.room.view('alice')).direct).toHaveLength(1);
  });

  it('shows of a redeemed gift only how its code ended', async () => {
    const { company, code, message, alice, restart } = await start();
    await (await restart()).sendDirectMessage(alice, message);
    await company.redeem('alice', code);

    const seen = await (await restart()).look();

    expect(seen).not.toContain(formatCode(code));
    expect(seen).toContain(`…${code.lastFour}`);
  });
});
