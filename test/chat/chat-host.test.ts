import { transactOn } from '#test/helpers/transact-on.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { actions } from '#src/chat/actions/actions.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import { formatCode } from '#src/domain/gift/code-format.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { type ActionAnswer, type CommandInput, isOnPlatform, type TextPiece } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import { questionCard } from '#src/chat/cards/question-card.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { createWords } from '#src/words/words.ts';
import { type CompanyOptions, makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf, stateOfRecognition } from '#test/helpers/reads.ts';
import { leaseAnswer, recordAnswer } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company whose people speak with the bot. */
async function start(options: CompanyOptions = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core, options);
  const host = createChatHost({ app: core.app, words: createWords(), log: core.log, newId: core.newId });
  function event(userId: string, requestId: string = randomUUID()) {
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId };
    return { requestId, caller, channelId: 'C1', replyTo: 'hook-with-token' };
  }
  async function say(userId: string, command: string, ...pieces: TextPiece[]): Promise<Card> {
    return host.onCommand({ ...event(userId), command, input: { kind: 'text', pieces } });
  }
  return { core, company, host, event, say };
}

function at(userId: string): TextPiece {
  return { kind: 'user', userId };
}

/** All that a reader sees, the words of fields and bars included. */
function textOf(card: Card): string {
  const blocks = card.blocks.map((block) => {
    switch (block.kind) {
      case 'fields':
        return block.fields.map(({ label, value }) => `${label}: ${value}`).join('\n');
      case 'bar':
        return block.label;
      case 'code':
        return `code …${block.code.lastFour}`;
      default:
        return block.text;
    }
  });
  return [card.title, ...blocks].join('\n');
}

/** Whether it takes the place of the card that was pressed, and leaves nothing to press. */
/** Whoever has claimed a gift may still say thanks for it. */
function isOver({ settles, actions }: ActionAnswer): boolean {
  return settles === true && actions.every(({ id }) => id === 'thank');
}

describe('/recognize', () => {
  it('says what it took in, and for whom, and hands it to the queue', async () => {
    const { core, say } = await start();

    const card = await say('morgan', 'recognize', at('alice'), ' 25 for the launch');

    expect(textOf(card)).toBe(
      'Request received\n25 for Alice Ito. I will tell you here how it turns out.\nthe launch',
    );
    expect(core.queue.take('issue-gifts')).toHaveLength(1);
  });

  it('asks about an address that nobody here has, and shows it, unless it is said to be a guest’s', async () => {
    const { core, company, say } = await start();
    const address: TextPiece = { kind: 'email', email: 'client@example.org' };
    const morgan = await company.person('morgan');

    async function questionAfter(...pieces: TextPiece[]): Promise<string | undefined> {
      await say('morgan', 'recognize', ...pieces);
      const [id = ''] = core.queue.take('issue-gifts');
      await core.app.recognition.issue([id]);
      const { recognition } = await stateOfRecognition(core, id);
      const question = await core.app.queries.recognition.findQuestion(morgan, id);
      if (recognition.status !== 'awaiting_confirmation' || !question) return recognition.status;
      return textOf(questionCard(createWords(), question));
    }

    expect(await questionAfter(address, ' 50 for the pilot')).toContain(
      'Nobody here has the address client@example.org. This goes by mail to somebody outside the company',
    );
    expect(await questionAfter(address, ' 50 for the pilot --guest')).toBe('issued');
  });

  it('takes in what the database cannot keep: a zero character, and half an emoji', async () => {
    const { core, company, say } = await start();

    await say('morgan', 'recognize', at('alice'), ' 25 for the\0 launch \ud83c');

    const row = core.db.selectFrom('recognition').select('message');
    expect(await row.where('organization_id', '=', company.organization.id).execute()).toEqual([
      { message: 'the launch \ufffd' },
    ]);
  });

  it('remembers where to answer and where a claim button may be posted', async () => {
    const { core, say } = await start();

    await say('morgan', 'recognize', at('alice'), ' 25 EUR');

    const [id = ''] = core.queue.take('issue-gifts');
    const row = await core.db
      .selectFrom('recognition')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      channel_id: 'C1',
      reply_to: 'hook-with-token',
      amount: '25',
      currency: 'EUR',
    });
  });

  it('does not take the first of several namesakes for the one who is meant', async () => {
    const { core, company, say } = await start();
    await core.app.people.import(company.organization, [
      {
        name: 'Alice Stone',
        department: 'Design',
        role: 'employee',
        email: 'as@example.com',
        region: '',
        chatIds: [],
      },
    ]);

    expect(textOf(await say('morgan', 'recognize', '@alice 25'))).toContain('25 for alice.');
  });

  it.each([
    ['while it waits', false, 'You already asked for this: 25 for Alice Ito.'],
    ['once it is done', true, 'This was done already: 25 for Alice Ito. Nothing was given twice.'],
  ])('says so when the platform delivers it twice, %s', async (_, isDecided, expected) => {
    const { core, host, event } = await start();
    const call = {
      ...event('morgan', 'trigger-1'),
      command: 'recognize',
      input: { kind: 'text' as const, pieces: [at('alice'), ' 25'] },
    };
    await host.onCommand(call);
    if (isDecided) await core.app.recognition.issue(core.queue.take('issue-gifts'));

    const card = await host.onCommand(call);

    expect(textOf(card)).toContain(expected);
  });

  it('promises nothing more when what was cancelled is delivered twice', async () => {
    const { core, company, host, event } = await start();
    const input: CommandInput = { kind: 'text', pieces: [at('alice'), at('bob'), ' 25'] };
    const call = { ...event('morgan', 'trigger-1'), command: 'recognize', input };
    await host.onCommand(call);
    const [recognitionId = ''] = core.queue.take('issue-gifts');
    await core.app.recognition.issue([recognitionId]);
    const { id: giverId, organizationId } = await company.person('morgan');
    await core.app.recognition.cancel({ organizationId, recognitionId, giverId });

    expect(textOf(await host.onCommand(call))).toBe(
      'You already asked for this\nIt was cancelled. Nothing was given.',
    );
  });

  it('gives the reason again when what was refused is delivered twice', async () => {
    const { core, host, event } = await start();
    const input: CommandInput = {
      kind: 'options',
      values: { to: { kind: 'user', userId: 'alice' }, amount: '501' },
    };
    const call = { ...event('morgan', 'trigger-1'), command: 'recognize', input };
    await host.onCommand(call);
    await core.app.recognition.issue(core.queue.take('issue-gifts'));

    const card = await host.onCommand(call);

    expect(card.tone).toBe('refusal');
    expect(textOf(card)).toBe(
      'No gift was given\nThat is more than the budget of Engineering has left: $501.00 asked, $500.00 left until December 1, 2026. Give less, or ask finance for more.',
    );
  });
});

describe('the question before a gift to several people', () => {
  async function ask() {
    const { core, company, host, event, say } = await start();
    await say('morgan', 'recognize', at('alice'), ' ', at('bob'), ' 25');
    const [id = ''] = core.queue.take('issue-gifts');
    await core.app.recognition.issue([id]);
    function press(userId: string, actionId: string): Promise<ActionAnswer> {
      return host.onAction({ ...event(userId), actionId, value: id });
    }
    return { core, company, id, press };
  }

  it('is answered by one press, and later presses are told how it stands', async () => {
    const { core, id, press } = await ask();

    const confirmed = await press('morgan', 'confirm');
    const cancelled = await press('morgan', 'cancel');
    await core.app.recognition.issue(core.queue.take('issue-gifts'));
    const late = await press('morgan', 'confirm');

    const asked = 'Alice Ito: $25.00\nBob Olsen: $25.00\nTotal: $50.00';
    expect(textOf(confirmed)).toBe(
      `One moment\n${asked}\nYou confirmed it. I will tell you here how it turns out.`,
    );
    expect(textOf(cancelled)).toContain(`${asked}\nYou already confirmed it, and it is being decided.`);
    expect(textOf(late)).toContain('it was given. Nothing was given twice.');
    // In the place of the question, they would hide the outcome, which comes there.
    expect([confirmed, cancelled, late].map(isOver)).toEqual([true, false, false]);
    expect((await stateOfRecognition(core, id)).gifts).toHaveLength(2);
  });

  it('shows its outcome when it is answered again after that', async () => {
    const { core, id, press } = await ask();
    await press('morgan', 'confirm');
    await core.app.recognition.issue(core.queue.take('issue-gifts'));
    const answer = await leaseAnswer(core.app, id);
    if (answer.kind !== 'send') throw new Error('there is no answer');
    await recordAnswer(core.app, answer.toSend, { status: 'sent', messageId: 'M1' });

    const again = await press('morgan', 'confirm');

    expect(textOf(again)).toContain('Gift sent\nAlice Ito gets $25.00.');
    expect(again).toMatchObject({ settles: true, actions: [{ id: 'undo', value: id }] });
  });

  it('is announced at once', async () => {
    const { say } = await start();

    const card = await say('morgan', 'recognize', at('alice'), at('bob'), ' 25 for the launch');

    expect(textOf(card)).toBe(
      'One moment\n25 each for Alice Ito, Bob Olsen. I will look everybody up, and ask you before I give to several people.\nthe launch',
    );
  });

  it('names everybody once, however often they are named', async () => {
    const { say } = await start();

    const beside = await say('morgan', 'recognize', at('morgan'), at('alice'), '@alice @zoe @zoe 25');
    const alone = await say('morgan', 'recognize', at('alice'), '@alice 25');

    expect(textOf(beside)).toContain('25 each for Morgan Reyes, Alice Ito, zoe. ');
    expect(textOf(alone)).toBe('Request received\n25 for Alice Ito. I will tell you here how it turns out.');
  });

  it('is cancelled by the other', async () => {
    const { core, id, press } = await ask();

    const cancelled = await press('morgan', 'cancel');
    const late = await press('morgan', 'confirm');

    expect(textOf(cancelled)).toMatch(/^Nothing was given\nAlice Ito: [\s\S]*\nThis gift was cancelled\.$/u);
    expect(textOf(late)).toMatch(/^Nothing was given[\s\S]*This gift was cancelled\.$/u);
    expect([cancelled, late].map(isOver)).toEqual([true, true]);
    expect((await stateOfRecognition(core, id)).gifts).toEqual([]);
  });

  it('is for its giver alone', async () => {
    const { press } = await ask();

    const byDana = await press('dana', 'confirm');

    expect(textOf(byDana)).toBe('That did not work\nThis question is for somebody else.');
    expect(isOver(byDana)).toBe(false);
  });
});

describe('the Undo button', () => {
  it('takes back for its giver what can be, and says what cannot', async () => {
    const { core, company, host, event } = await start();
    const { id, gifts } = await company.give('morgan', '', '10', {
      recipients: [company.ref('alice'), company.ref('bob')],
    });
    const alices = gifts.find(({ recipientName }) => recipientName === 'Alice Ito')?.giftId ?? '';
    await company.redeem('alice', await company.codeOf(alices, 'alice'));
    const press = { actionId: 'undo', value: id };

    const others = await host.onAction({ ...event('dana'), ...press });
    const card = await host.onAction({ ...event('morgan'), ...press });
    core.clock.advance(5 * 60_000);
    const late = await host.onAction({ ...event('morgan'), ...press });

    expect(textOf(others)).toContain('Only the person who gave a gift can take it back.');
    expect(textOf(card)).toBe(
      [
        'Partly taken back',
        '$10.00 for Bob Olsen is back in the budget, and its code no longer works.',
        'Alice Ito keeps $10.00. It is redeemed already and cannot be undone. Finance or HR can void it.',
      ].join('\n'),
    );
    expect(textOf(late)).toBe(
      [
        'Partly taken back',
        '$10.00 for Bob Olsen is back in the budget, and its code no longer works.',
        'Alice Ito gets $10.00.',
      ].join('\n'),
    );
    expect([others, card, late].map(isOver)).toEqual([false, true, true]);
  });

  it('says that all is taken back already when it is pressed twice', async () => {
    const { company, host, event } = await start();
    const { id } = await company.give('morgan', 'alice', '10');
    const press = { actionId: 'undo', value: id };
    const first = await host.onAction({ ...event('morgan'), ...press });

    const again = await host.onAction({ ...event('morgan'), ...press });

    expect(first).toMatchObject({ title: 'Taken back', tone: 'success', settles: true });
    expect(again).toEqual(first);
  });

  it('says for how long it worked, once that is over', async () => {
    const { core, company, host, event } = await start();
    const { id } = await company.give('morgan', 'alice', '10');
    core.clock.advance(5 * 60_000);

    const card = await host.onAction({ ...event('morgan'), actionId: 'undo', value: id });

    expect(textOf(card)).toMatch(
      /^Gift sent\nAlice Ito gets \$10\.00\.\nA gift can be undone for 5 minutes, and that/u,
    );
    expect(isOver(card)).toBe(true);
  });
});

describe('a form with an empty field', () => {
  it('is not acted on, and says what is missing', async () => {
    const { host, event } = await start();
    const [actionId = '', form] = Object.entries(host.forms)[0] ?? [];
    const field = form?.fields.find(({ isRequired }) => isRequired);

    const card = await host.onAction({
      ...event('morgan'),
      actionId,
      value: randomUUID(),
      fields: { [field?.name ?? '']: ' \n ' },
    });

    expect(textOf(card)).toBe(`Something is missing\nPlease fill in “${field?.label}”, then send it again.`);
  });
});

describe('what people read of others', () => {
  it('is a name and never an id, also of somebody nobody knows yet', async () => {
    const { say } = await start();

    const unknown = await say('morgan', 'recognize', at('U0NEW1'), ' 25');
    const labelled = await say(
      'morgan',
      'recognize',
      { kind: 'user', userId: 'U0NEW2', label: 'zoe' },
      ' 25',
    );

    expect(textOf(unknown)).toContain('25 for someone new. ');
    expect(textOf(labelled)).toContain('25 for zoe. ');
  });

  it('is a name in a message, too', async () => {
    const { say } = await start();

    const card = await say(
      'morgan',
      'recognize',
      at('alice'),
      ' 25 for helping ',
      at('bob'),
      ' and ',
      at('U0NEW'),
    );

    expect(textOf(card)).toContain('helping @Bob Olsen and @someone new');
  });

  it('is a name when it says why it refuses', async () => {
    const { company } = await start();
    const { refusal } = await company.give('morgan', 'U0NOPE', '25');

    expect(refusal).toMatchObject({ kind: 'unknown-recipient' });
    expect(refusalText(createWords(), refusal ?? { kind: 'unknown-person' })).toContain(
      'I do not know “someone new”',
    );
  });
});

describe('help about a command', () => {
  it.each([
    ['recognize', 'help'],
    ['recognize', ' HELP '],
    ['recognize', '?'],
    ['recognize', ''],
    ['redeem', 'help'],
    ['redeem', ''],
    ['balance', 'help'],
    ['budget', 'help'],
    ['help', 'help'],
  ])('comes by /%s %s', async (command, text) => {
    const { core, say } = await start();

    const card = await say('morgan', command, text);

    expect(card.tone).toBe('info');
    expect(textOf(card)).toContain(`How to use /${command}`);
    expect(textOf(card)).toContain(`Use it like this: /${command}`);
    expect(core.queue.take('issue-gifts')).toEqual([]);
  });

  it('shows what follows its name, and an example', async () => {
    const { say } = await start();

    expect(textOf(await say('morgan', 'recognize'))).toContain(
      'Use it like this: /recognize @person … amount [for what] [--private] [--guest]\nFor example: /recognize @alice 25 for the launch\n• Who to thank',
    );
  });
});

describe('a command that was not understood', () => {
  it.each<[string, string, TextPiece[], string]>([
    ['no person', 'recognize', ['25'], 'Name the person first: type @ and pick them from the list.'],
    ['no amount', 'recognize', [at('alice')], 'Say how much each person gets, such as 25 or 25.50.'],
    [
      'a wrong amount',
      'recognize',
      [at('alice'), ' 2,5,0'],
      '“2,5,0” is not an amount. Write it like 25 or 25.50.',
    ],
    ['a shorter word', 'recognize', [at('alice'), ' 25k'], '“25k” comes to 25000, but I take'],
    ['points', 'recognize', [at('alice'), ' 20 points'], '“points” is not a currency that I know.'],
    [
      'two amounts',
      'recognize',
      [at('alice'), ' 72 ', at('bob'), ' $73'],
      'I read 72 for Alice Ito, and $73 for Bob Olsen. One command gives one amount: send one for each.',
    ],
    [
      'somebody behind the amount',
      'recognize',
      [at('alice'), ' 25 ', at('bob')],
      'I cannot tell whether Bob Olsen gets 25 too. Name everybody before the amount',
    ],
    [
      'a message that is too long',
      'recognize',
      [at('alice'), ` 25 ${'x'.repeat(3_060)}`],
      'The message has 3060 characters, and 3000 is the most. Shorten it by 60.',
    ],
  ])('says what is wrong and how to use it: %s', async (_, command, pieces, expected) => {
    const { core, say } = await start();

    const card = await say('morgan', command, ...pieces);

    expect(card.tone).toBe('refusal');
    expect(textOf(card)).toContain(expected);
    expect(textOf(card)).toContain(`Use it like this: /${command}`);
    expect(core.queue.take('issue-gifts')).toEqual([]);
  });
});

describe('/redeem, /balance and the buttons', () => {
  async function startWithGift() {
    const started = await start();
    const { gifts } = await started.company.give('morgan', 'alice', '25');
    const giftId = gifts[0]?.giftId ?? '';
    return { ...started, giftId, code: await started.company.codeOf(giftId, 'alice') };
  }

  it('adds the gift and says what the balance is', async () => {
    const { say, code } = await startWithGift();

    const waiting = await say('alice', 'balance');
    const redeemed = await say('alice', 'redeem', code.reveal());
    const after = await say('alice', 'balance');

    expect(textOf(waiting)).toBe(
      `Your balance\nYou have no balance yet. Gifts that you redeem add up here.\nOne gift is waiting for you. Press a button to add it to your balance, or redeem the code in your message with /redeem.\n$25.00 from Morgan Reyes, code ending in ${code.lastFour}`,
    );
    expect(textOf(redeemed)).toBe('$25.00 added to your balance\nYou now have $25.00.');
    expect(textOf(after)).toBe('Your balance\nGift funds: $25.00');
  });

  it('counts the gifts that wait', async () => {
    const { company, say } = await startWithGift();
    await company.give('dana', 'alice', '5');

    expect(textOf(await say('alice', 'balance'))).toContain('2 gifts are waiting for you');
  });

  it('has a button for each waiting gift, which works without its message and for its recipient alone', async () => {
    const { company, say, host, event } = await startWithGift();
    await company.give('dana', 'alice', '5');

    const { actions } = await say('alice', 'balance');
    const presses = actions.map(({ id, value }) => ({ actionId: id, value }));
    const [first = { actionId: '', value: '' }, second = first] = presses;
    const bobs = await host.onAction({ ...event('bob'), ...first });
    const added = await host.onAction({ ...event('alice'), ...first });
    const twice = await host.onAction({ ...event('alice'), ...first });
    const both = await host.onAction({ ...event('alice'), ...second });

    expect(actions.map(({ label }) => label)).toEqual([
      expect.stringMatching(/^Add \$25\.00 \(\w{4}\)$/u),
      expect.stringMatching(/^Add \$5\.00 \(\w{4}\)$/u),
      'Open my wallet',
    ]);
    expect(textOf(bobs)).toContain('This gift is for somebody else.');
    expect(textOf(added)).toMatch(
      /\$25\.00 added to your balance[\s\S]*Gift funds: \$25\.00[\s\S]*One gift/u,
    );
    expect(added.actions).toHaveLength(2);
    expect(textOf(twice)).toMatch(/in your balance already[\s\S]*Gift funds: \$25\.00/u);
    expect(textOf(both)).toContain('Gift funds: $30.00');
    expect([added, twice, both].map(({ tone, settles }) => [tone, settles])).toEqual(
      Array(3).fill(['success', true]),
    );
    expect(both.actions.map(({ label }) => label)).toEqual(['Open my wallet']);
  });

  it('has at most a row of buttons, and says so', async () => {
    const { company, say } = await startWithGift();
    for (let count = 1; count < 7; count += 1) await company.give('dana', 'alice', String(count));

    const card = await say('alice', 'balance');

    expect(card.actions).toHaveLength(5);
    expect(textOf(card)).toContain('The first 4 have a button.');
  });

  it('tells a typo from a refusal', async () => {
    const { say, code } = await startWithGift();

    const typo = await say('bob', 'redeem', 'ABCD');
    const notHis = await say('bob', 'redeem', code.reveal());

    expect(textOf(typo)).toContain('That code has a typo.');
    expect(textOf(notHis)).toContain('That code cannot be redeemed.');
  });

  it('adds several codes at once, and says of each what came of it', async () => {
    const { company, say, code } = await startWithGift();
    const { gifts } = await company.give('morgan', 'alice', '5');
    const second = await company.codeOf(gifts[0]?.giftId ?? '', 'alice');

    const card = await say('alice', 'redeem', `${code.reveal()}, ${second.reveal()}\nABCD-EFGH-JKMN-PQRS`);

    expect(textOf(card)).toContain('2 codes added to your balance');
    expect(textOf(card)).toContain('$25.00 added\n$5.00 added\nCode ending in PQRS: That code has a typo.');
    expect(textOf(card)).toContain('You now have $30.00.');
  });

  it('gives whoever types /wallet or presses its button a link that nobody else sees, where the pages have an address', async () => {
    const { host, event, say, giftId } = await startWithGift();

    const typed = await say('alice', 'wallet', '');
    const pressed = await host.onAction({ ...event('alice'), actionId: 'open-wallet', value: giftId });

    for (const card of [typed, pressed]) expect(textOf(card)).toContain('set PUBLIC_URL');
  });

  it('shows the code to the recipient who presses the claim button, and redeems by the next press', async () => {
    const { host, event, giftId, code } = await startWithGift();

    const shown = await host.onAction({ ...event('alice'), actionId: 'claim', value: giftId });
    const [button] = shown.actions;
    const press = { actionId: button?.id ?? '', value: button?.value ?? '' };
    const redeemed = await host.onAction({ ...event('alice'), ...press });
    const twice = await host.onAction({ ...event('alice'), ...press });
    const again = await host.onAction({ ...event('alice'), actionId: 'claim', value: giftId });

    expect(textOf(shown)).toContain(`code …${code.lastFour}`);
    expect(shown.summary).not.toContain(code.lastFour);
    expect(textOf(redeemed)).toBe(
      '$25.00 added to your balance\nHello Alice Ito, Morgan Reyes thanks you with a gift of $25.00.\nYou now have $25.00.',
    );
    expect(textOf(again)).toBe('This gift is in your balance already\nYou now have $25.00.');
    expect(textOf(twice)).toBe(
      'This gift is in your balance already\nHello Alice Ito, Morgan Reyes thanks you with a gift of $25.00.\nYou now have $25.00.',
    );
    expect(twice.tone).toBe('success');
    expect([shown, redeemed, twice, again].map(isOver)).toEqual([false, true, true, false]);
  });

  it('leaves of a gift whose code is of no use who thanked with what, and why there is nothing to add', async () => {
    const { company, host, event } = await startWithGift();
    const { id, gifts } = await company.give('morgan', 'alice', '5', { message: 'for the launch' });
    await host.onAction({ ...event('morgan'), actionId: 'undo', value: id });

    const press = { actionId: 'redeem', value: gifts[0]?.giftId ?? '' };
    const late = await host.onAction({ ...event('alice'), ...press });

    expect(textOf(late)).toBe(
      'Morgan Reyes thanks you with $5.00\nHello Alice Ito, Morgan Reyes thanks you with a gift of $5.00.\nfor the launch\nThis gift was taken back.',
    );
    expect(isOver(late)).toBe(true);
  });

  it.each(['claim', 'redeem'])(
    'tells anybody else who presses “%s” that it is not theirs',
    async (actionId) => {
      const { host, event, giftId } = await startWithGift();

      const card = await host.onAction({ ...event('bob'), actionId, value: giftId });

      expect(textOf(card)).toContain('This gift is for somebody else.');
      expect(card.blocks.some(({ kind }) => kind === 'code')).toBe(false);
      expect(isOver(card)).toBe(false);
    },
  );
});

describe('/budget', () => {
  it('shows what is left, as a bar and in words, and until when', async () => {
    const { company, say } = await start({ engineering: 10_000n, timeZone: 'America/New_York' });
    await company.give('morgan', 'alice', '25');

    const card = await say('morgan', 'budget');

    expect(card.blocks[0]).toEqual({ kind: 'bar', share: 0.75, label: '$75.00 of $100.00 left' });
    expect(textOf(card)).toContain('Until December 1, 2026');
  });

  it.each([
    ['an employee', 'bob', {}, 'Your role is employee'],
    ['a manager whose department has none', 'dana', { design: null }, 'Design has no budget yet.'],
    ['a stranger', 'nobody', {}, 'I do not know you yet.'],
  ])('is refused to %s', async (_, userId, options, expected) => {
    const { say } = await start(options);

    const card = await say(userId, 'budget');

    expect(card.tone).toBe('refusal');
    expect(textOf(card)).toContain(expected);
  });

  it.each([
    ['finance', 'Ask whoever runs Largesse to set it', 'until whoever runs Largesse opens it again'],
    ['admin', 'Ask whoever runs Largesse to set it', 'until whoever runs Largesse opens it again'],
    ['hr', 'Ask finance to set one.', 'until finance opens it again.'],
  ] as const)(
    'tells %s what they can do about no budget and about a frozen one',
    async (role, unset, frozen) => {
      const { core, company, say } = await start();
      await core.app.people.import(company.organization, [personRow('Finn Adler', 'People', role)]);
      const department = await company.department('People');

      const before = await say('finn', 'budget');
      await company.setBudget('People', 100n);
      await core.app.budget.freeze({ department, isFrozen: true, actorId: null });
      const after = await say('finn', 'budget');

      expect(textOf(before)).toContain(unset);
      expect(textOf(after)).toContain(frozen);
    },
  );

  it('draws an empty bar for a budget of nothing', async () => {
    const { say } = await start({ engineering: 0n });

    const card = await say('morgan', 'budget');

    expect(card.blocks[0]).toMatchObject({ kind: 'bar', share: 0 });
  });
});

describe('/help', () => {
  it('lists every command that the platform has with its use, also for strangers', async () => {
    const { host, say } = await start();

    const text = textOf(await say('nobody', 'help'));

    for (const { name, usage, summary } of host.commands.filter((one) => isOnPlatform(one, 'slack'))) {
      expect(text).toContain(`/${name} ${usage}`.trim());
      expect(text).toContain(summary);
    }
  });
});

describe('what somebody writes to the bot', () => {
  async function startWriting() {
    const { core, company, host, event, say } = await start();
    const { gifts } = await company.give('morgan', 'alice', '25');
    const code = await company.codeOf(gifts[0]?.giftId ?? '', 'alice');
    async function write(userId: string, ...pieces: TextPiece[]): Promise<Card> {
      const { requestId, caller } = event(userId);
      return host.onMessage({ requestId, caller, pieces });
    }
    return { core, say, write, code: formatCode(code) };
  }

  it.each([
    ['the command’s name and the code', (code: string) => `Redeem ${code}`],
    ['the same with a slash', (code: string) => `/redeem ${code}`],
    ['the code alone', (code: string) => `\`${code.toLowerCase()}\``],
  ])('redeems by %s', async (_, textFor) => {
    const { write, code } = await startWriting();

    const card = await write('alice', textFor(code));

    expect(textOf(card)).toContain('$25.00 added to your balance');
  });

  it('says that a code has a typo', async () => {
    const { write } = await startWriting();

    expect(textOf(await write('alice', 'ABCD-EFGH-JKMN-PQRS'))).toContain('That code has a typo.');
  });

  it.each(['balance', 'Balance?', '/balance'])('answers “%s” as the command', async (text) => {
    const { write } = await startWriting();

    expect(textOf(await write('alice', text))).toContain('Your balance');
  });

  it.each(['hi', '👋', '', 'constructor', 'thanks a lot, largesse'])(
    'answers “%s” with what it can do',
    async (text) => {
      const { write } = await startWriting();

      const card = await write('alice', text);

      expect(card.tone).toBe('info');
      expect(textOf(card)).toMatch(/^What I can do\nI understand commands\.[\s\S]*\/redeem code/u);
    },
  );

  it('gives nothing by a message, which has no place for the answer, and says how', async () => {
    const { core, write } = await startWriting();
    core.queue.take('issue-gifts');

    const card = await write('morgan', 'recognize ', at('alice'), ' 25');

    expect(textOf(card)).toContain('Type it with a slash, as /recognize');
    expect(core.queue.take('issue-gifts')).toEqual([]);
  });
});

describe('somebody whose account waits for an admin', () => {
  const zoe = { name: 'Zoe Lind', email: 'zoe@example.com', isBot: false, isDeactivated: false };

  it('is told why, what to do and their number, whatever they ask for', async () => {
    const { core, company, say } = await start();
    await core.app.people.import(company.organization, [{ ...personRow('Zoe Lind', 'Design'), chatIds: [] }]);
    core.directory.set('U0EVE', { ...zoe, isEmailUnconfirmed: true });

    const text = textOf(await say('U0EVE', 'balance'));

    expect(text).toMatch(/Your email address is not confirmed yet.*Confirm it.*it is number \d+\./su);
    expect(textOf(await say('U0EVE', 'redeem', 'ABCD-2345-EFGH-6789'))).toContain('not confirmed yet');
  });

  it('presses nothing, and gives nothing', async () => {
    const { core, company, host, event } = await start();
    core.directory.set('U0EVE', { ...zoe, email: 'morgan@example.com', isOutsider: true });
    const { gifts } = await company.give('morgan', 'alice', '5');

    const press = { ...event('U0EVE'), actionId: 'undo', value: gifts[0]?.giftId ?? '' };
    const pressed = await host.onAction(press);
    const asked = await company.ask('U0EVE', 'alice', '7');
    await core.app.people.identifyMany([asked.id]);
    await core.app.recognition.issue([asked.id]);

    expect(textOf(pressed)).toContain('belongs to another workspace');
    const { recognition } = await stateOfRecognition(core, asked.id);
    expect(recognition.refusal).toMatchObject({ kind: 'pending-identity', reason: 'outsider' });
  });
});

describe('/join', () => {
  const guild = { platform: 'discord', workspaceId: '1012345678901234567', userId: '1' };

  it('joins the server where it is typed, under its name, with the admin’s code', async () => {
    const { core, company, host, event } = await start();
    const workspaceId = `G${company.organization.id}`;
    const caller = { ...guild, workspaceId };
    const invited = await core.app.people.inviteWorkspace(operatorOf(company.organization.id));
    if (!invited.ok) throw new Error('no code');
    await host.onWorkspace({ platform: 'discord', workspaceId, name: 'Acme Guild', isOurs: false });
    const values = { code: invited.value.code };
    const call = { ...event('1'), caller, command: 'join', input: { kind: 'options' as const, values } };

    const wrong = { ...call, input: { kind: 'options' as const, values: { code: 'WRONG' } } };

    expect(textOf(await host.onCommand(wrong))).toContain('That code is wrong, used or too old.');
    expect(textOf(await host.onCommand(call))).toContain('This server now belongs to Acme.');
    expect(await core.app.queries.people.listWorkspaces(operatorOf(company.organization.id))).toContainEqual(
      expect.objectContaining({ workspaceId, name: 'Acme Guild' }),
    );
    expect(
      textOf(await host.onCommand({ ...call, command: 'balance', input: { kind: 'options', values: {} } })),
    ).toContain('I do not know you yet.');
  });

  it('joins nothing in a direct message, and is unknown elsewhere than on Discord', async () => {
    const { host, event } = await start();
    const input = { kind: 'options' as const, values: { code: 'ANY' } };
    const call = { ...event('1'), caller: guild, channelId: null, command: 'join', input };

    expect(textOf(await host.onCommand(call))).toContain('I work only for servers that have joined');
    expect((await host.onCommand({ ...event('alice'), command: 'join', input })).title).toBe(
      'That did not work',
    );
  });
});

describe('whom the bot does not serve', () => {
  it.each(['balance', 'redeem'])('a stranger’s /%s', async (command) => {
    const { say } = await start();

    expect(textOf(await say('nobody', command, 'ABCD-EFGH-JKMN-PQRS'))).toContain('I do not know you yet.');
  });

  it('somebody who left', async () => {
    const { core, company, say } = await start();
    const { id } = await company.person('bob');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    );

    expect(textOf(await say('bob', 'balance'))).toContain('I do not know you yet.');
  });

  it('a workspace that is not joined, until it is', async () => {
    const { core, host, event } = await start();
    const caller = { platform: 'slack', workspaceId: `T-${randomUUID()}`, userId: 'alice' };
    const help = { ...event('alice'), caller, command: 'help', input: { kind: 'text' as const, pieces: [] } };

    const before = await host.onCommand(help);
    await host.onWorkspace({ ...caller, name: 'New', isOurs: true });
    const after = await host.onCommand(help);

    expect(textOf(before)).toContain('This workspace does not belong to this Largesse.');
    expect(textOf(after)).toContain('What I can do');
    expect(core.log.lines).toContainEqual(expect.objectContaining({ message: 'Workspace joined' }));
  });

  it('nobody whose command comes while their workspace is being joined', async () => {
    const { host, event } = await start();
    const caller = { platform: 'slack', workspaceId: `T-${randomUUID()}`, userId: 'alice' };
    const help = { ...event('alice'), caller, command: 'help', input: { kind: 'text' as const, pieces: [] } };

    const joined = host.onWorkspace({ ...caller, name: 'New', isOurs: true });
    const answer = await host.onCommand(help);
    await joined;

    expect(textOf(answer)).toContain('What I can do');
  });
});

describe('a button that was forged, or is from another time', () => {
  it.each([
    ...Object.keys(actions).flatMap((actionId) => [
      [actionId, ''],
      [actionId, "x' or 1=1"],
      [actionId, '0199f3a2-5c1e-7d40-9b3a'],
    ]),
    ['gamble', '0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57'],
  ] as [string, string][])('is refused, and is no fault of ours: %s “%s”', async (actionId, value) => {
    const { core, host, event } = await start();

    const card = await host.onAction({
      ...event('morgan'),
      actionId,
      value,
      fields: { reason: 'no', address: '1 Main Street' },
    });

    expect(textOf(card)).toBe(
      'That did not work\nWhat this button was for no longer exists. Nothing was done: send the command again.',
    );
    expect(core.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a fault of ours', () => {
  async function startBroken(fault: Error) {
    const { core, company } = await start();
    const app = {
      ...core.app,
      people: { ...core.app.people, joinWorkspace: () => Promise.reject(fault) },
      queries: {
        ...core.app.queries,
        wallet: { ...core.app.queries.wallet, find: () => Promise.reject(fault) },
      },
    };
    const host = createChatHost({ app, words: createWords(), log: core.log, newId: core.newId });
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId: 'alice' };
    return { core, host, event: { requestId: 'R1', caller, channelId: null, replyTo: 'hook-with-token' } };
  }

  it('is told with a number that finds it in the log, and with none of its words', async () => {
    const { core, host, event } = await startBroken(new Error('secret table missing'));

    const card = await host.onCommand({ ...event, command: 'balance', input: { kind: 'text', pieces: [] } });

    const line = core.log.lines.find(({ level }) => level === 'error');
    const { faultId = '' } = (line?.fields ?? {}) as { faultId?: string };
    expect(textOf(card)).toContain(faultId);
    expect(textOf(card)).toContain('nothing was done');
    expect(textOf(card)).not.toContain('secret');
    expect(line?.fields).toMatchObject({ requestId: 'R1', err: new Error('secret table missing') });
    expect(JSON.stringify(line?.fields)).not.toContain('hook-with-token');
  });

  it('is not called harmless when it may have been done', async () => {
    const { host, event } = await startBroken(new LostAnswer({ cause: new Error('cut off') }));

    const card = await host.onCommand({ ...event, command: 'balance', input: { kind: 'text', pieces: [] } });

    expect(textOf(card)).toContain('I cannot tell yet whether it was done');
  });

  it('is an answer too when a command is unknown', async () => {
    const { host, event } = await start();
    const input: CommandInput = { kind: 'text', pieces: [] };

    const card = await host.onCommand({ ...event('alice'), command: 'gamble', input });

    expect(card.title).toBe('That did not work');
  });

  it('in joining a workspace is logged, and stops nobody', async () => {
    const { core, host } = await startBroken(new Error('no'));

    await host.onWorkspace({ platform: 'slack', workspaceId: 'T9', name: 'X', isOurs: true });

    expect(core.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});

describe('what the bot does not know', () => {
  it('is said of a command that it has not, with where to find those that it has', async () => {
    const { say } = await start();

    const card = await say('morgan', 'kudoz');

    expect(card.tone).toBe('refusal');
    expect(textOf(card)).toContain('I do not know the command /kudoz');
    expect(textOf(card)).toContain('/help');
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'is no fault when a button is called %s',
    async (actionId) => {
      const { host, event } = await start();

      const card = await host.onAction({ ...event('morgan'), actionId, value: randomUUID() });

      expect(textOf(card)).toContain('no longer exists');
      expect(host.forms[actionId]).toBeUndefined();
    },
  );
});

describe('commands by other names', () => {
  it('are taken by those and by their own, and named so in every text', async () => {
    const { core, event } = await start();
    const words = createWords(undefined, { balance: 'purse', help: 'gift-help' });
    const host = createChatHost({ app: core.app, words, log: core.log, newId: core.newId });
    async function say(command: string) {
      return host.onCommand({
        ...event('morgan'),
        command,
        input: { kind: 'text', pieces: [] },
      });
    }

    expect(host.commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['purse', 'gift-help', 'redeem']),
    );
    expect((await say('purse')).title).toBe((await say('balance')).title);
    expect(textOf(await say('gift-help'))).toContain('/purse');
    expect(textOf(await say('nothing'))).toContain('/gift-help shows');
    expect(textOf(await say('nothing'))).not.toContain('/help');
  });
});
