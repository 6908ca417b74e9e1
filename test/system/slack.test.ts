import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBreaches, untilSettled } from '#test/helpers/audit.ts';
import { until } from '#test/helpers/until.ts';
import type { SeenMessage } from '#test/servers/slack/slack-state.ts';
import type { SlackServer } from '#test/servers/slack/start-slack-server.ts';
import { type SmtpServer, startSmtpServer } from '#test/servers/smtp.ts';
import { letApprove } from './let-approve.ts';
import { QUEUES, type QueueKind } from './open-system.ts';
import { codeIn, openSlackWorld, type SlackMode, type SlackWorld } from './slack-world.ts';

const WAYS: { queue: QueueKind; mode: SlackMode }[] = QUEUES.map((queue, index) => {
  return { queue, mode: index === 0 ? 'http' : 'socket' };
});

describe.each(WAYS)('Largesse in Slack ($mode, queue in $queue)', { timeout: 120_000 }, ({ queue, mode }) => {
  let world: SlackWorld;
  let mail: SmtpServer;

  beforeAll(async () => {
    mail = await startSmtpServer();
    const env = { SMTP_URL: mail.url, MAIL_FROM: 'Largesse <gifts@acme.example>' };
    world = await openSlackWorld({ queue, mode, env });
    await world.run('all');
  }, 120_000);

  afterAll(async () => {
    await world?.close();
    await mail?.stop();
  });

  it('carries a gift from a command to a balance', async () => {
    const { slack } = world;
    const { manager, friend } = await world.newTeam();

    const { typed, answer } = await world.ask(manager, `/recognize @${friend} 25 for the launch`);

    expect(typed.outcome).toBe('acknowledged');
    expect(typed.shown?.visible).toMatch(/Request received[\s\S]*25 for[\s\S]*the launch/u);
    expect(answer.visible).toMatch(/Gift sent[\s\S]*Alice\d+ Ito gets \$25\.00[\s\S]*\$475\.00 left/u);
    expect(answer.channelId).toBe(typed.shown?.channelId);
    const [gift] = await world.giftsTo(friend);
    expect(gift?.message.visible).toMatch(/thanks you with[\s\S]*the launch/u);
    expect(gift?.message.text).not.toContain(gift?.code);
    expect(await world.type(friend, `/redeem ${gift?.code}`)).toMatch(/\$25\.00 added[\s\S]*have \$25\.00/u);
    expect(await world.type(friend, '/balance')).toMatch(/Gift funds\s+\$25\.00/u);
    expect(await world.type(friend, `/redeem ${gift?.code}`)).toContain('cannot be redeemed');
    expect(slack.messagesIn('launch')).toEqual([]);
  });

  it('says what is left to managers, and what it can do to everybody', async () => {
    const { manager, friend, department } = await world.newTeam({ budget: 12_345n });

    expect(await world.type(manager, '/budget')).toMatch(
      new RegExp(`Budget of ${department}[\\s\\S]*\\$123\\.45 of \\$123\\.45 left`, 'u'),
    );
    expect(await world.type(friend, '/budget')).toContain('Your role is employee');
    expect(await world.type(friend, '/help')).toMatch(/\/recognize @person … amount[\s\S]*\/redeem/u);
    expect(await world.type('morgan1', '/recognize')).toContain('How to use /recognize');
  });

  it('refuses with a reason and gives nothing', async () => {
    const { slack, system } = world;
    const { manager, friend, other } = await world.newTeam({ budget: 10_000n });
    slack.addUser({ name: 'newcomer', email: 'newcomer@elsewhere.example' });
    slack.addUser({ name: 'robot', isBot: true });
    slack.addUser({ name: 'gone', email: 'gone@acme.example', isDeleted: true });
    slack.addGroup('everybody');
    const cases = [
      [manager, '/recognize @newcomer 5', 'I do not know “newcomer”'],
      [manager, '/recognize @robot 5', 'robot is a bot'],
      [manager, '/recognize @gone 5', 'gone is no longer active'],
      [manager, `/recognize @${manager} 5`, 'You cannot send a gift to yourself'],
      [manager, '/recognize @everybody 5', 'There is nobody in “everybody”'],
      [manager, '/recognize @nobodyatall 5', 'I do not know “nobodyatall”'],
      [manager, `/recognize @${friend} 5 EUR`, 'gives in USD, not EUR'],
      [manager, `/recognize @${friend} 5.001`, 'can mean 5.001 or 5001'],
      [manager, `/recognize @${friend} 100.01`, '$100.01 asked, $100.00 left until'],
      [friend, `/recognize @${other} 5`, 'Your role is employee'],
      ['newcomer', `/recognize @${friend} 5`, 'I do not know you yet'],
    ] as const;

    for (const [giver, line, reason] of cases) {
      const { answer } = await world.ask(giver, line);
      expect(answer.visible).toContain('No gift was given');
      expect(answer.visible).toContain(reason);
    }

    expect(await world.type(manager, '/budget')).toContain('$100.00 of $100.00 left');
    const { rows } = await sql`select from gift g join person p on p.id = g.recipient_id
      where p.email in (${mailsOf(friend)}, ${mailsOf(other)}, ${mailsOf(manager)})`.execute(system.db);
    expect(rows).toEqual([]);
  });

  it('finds a person by a name that was typed without picking them', async () => {
    const { slack } = world;
    const { manager } = await world.newTeam();
    await world.system.hire([{ name: 'Zora Hart', email: 'z.hart@acme.example', department: 'Team 1' }]);
    slack.addUser({ name: 'zhart', email: 'z.hart@acme.example' });
    await world.type('zhart', '/balance');

    const { answer } = await world.ask(manager, '/recognize @zora 7 for the talk');

    expect(answer.visible).toContain('Zora Hart gets $7.00');
    expect((await world.giftsTo('zhart'))[0]?.message.visible).toContain('the talk');
  });

  it('gives to a user group once its giver presses Confirm, however often they press', async () => {
    const { slack, system } = world;
    const { manager, friend, other } = await world.newTeam();
    const handle = `crew-of-${manager}`;
    slack.addGroup(handle, [manager, friend, other]);

    const { answer: question } = await world.ask(manager, `/recognize @${handle} 20 for the move`);
    const asked = question.visible;
    await Promise.all([1, 2, 3].map(() => slack.pressButton(question, 'Confirm', manager)));
    await Promise.all([world.giftsTo(friend), world.giftsTo(other)]);
    await untilSettled(system.db);

    expect(asked).toContain('Give $40.00 to');
    expect(asked).toMatch(/would then have \$460\.00 left/u);
    expect(await world.giftsTo(friend)).toHaveLength(1);
    expect(await world.giftsTo(other)).toHaveLength(1);
    expect(await world.type(manager, '/budget')).toContain('$460.00 of $500.00 left');
    const told = world.answersTo(manager).map(({ visible }) => visible);
    expect(told.filter((text) => text.includes('Gift sent'))).toHaveLength(1);
    expect(question.visible).toContain('Gift sent');
    expect(buttonsOf(question)).toEqual(['Undo']);
  });

  it('lets an approver decide on the message that asks, which then says what was decided, and by whom', async () => {
    const { slack, system } = world;
    const { manager, friend, department } = await world.newTeam();
    const [ada, ben] = [`ada-of-${manager}`, `ben-of-${manager}`] as const;
    const approvers = [ada, ben];
    function approver(first: string, name: string) {
      const { id: userId } = slack.addUser({ name, email: mailsOf(name) });
      const chatIds = [{ platform: 'slack', userId }];
      return {
        name: `${first} of ${department}`,
        email: mailsOf(name),
        department,
        role: 'approver' as const,
        chatIds,
      };
    }
    await system.hire([approver('Ada', ada), approver('Ben', ben)]);
    for (const name of approvers) await world.type(name, '/balance');
    await letApprove(system, department);
    async function asked(approver: string, amount: string): Promise<SeenMessage> {
      return until(`question to ${approver}`, () =>
        slack.messagesTo(approver).find(({ visible }) => visible.includes(amount)),
      );
    }

    await world.ask(manager, `/recognize @${friend} 101 for the move`);
    const [adas, bens] = await Promise.all([asked(ada, '$101.00'), asked(ben, '$101.00')]);
    const bensScreen = structuredClone(bens);
    await slack.pressButton(adas, 'Approve', ada);
    await until('verdict', () => adas.visible.includes(`Ada of ${department} approved it: $101.00`));
    await slack.pressButton(bensScreen, 'Decline', ben);
    await handIn(slack, ben, 'too much');
    // The answer to the press and the card's own update say it in other words; either may be the last.
    await until('late verdict', () => bens.visible.includes(`Ada of ${department} approved `));
    await world.ask(manager, `/recognize @${friend} 102 for the move`);
    const declined = await asked(ben, '$102.00');
    await slack.pressButton(declined, 'Decline', ben);
    await handIn(slack, ben, 'once is enough');
    await until('verdict', () => declined.visible.includes(`Ben of ${department} declined it: $102.00`));

    expect([adas, bens, declined].flatMap(buttonsOf)).toEqual([]);
    expect(adas.visible).toContain('the move');
    expect(declined.visible).toContain('once is enough');
    expect(approvers.flatMap((name) => slack.ephemeralsTo(name).filter(({ via }) => via !== 'ack'))).toEqual(
      [],
    );
    expect(await world.giftsTo(friend)).toHaveLength(1);
  });

  it('gives once when the same command is delivered twenty times at once', async () => {
    const { slack, system } = world;
    const { manager, friend } = await world.newTeam();
    const { payload } = await slack.typeCommand({ user: manager, text: '/help', channel: 'launch' });
    const text = `<@${idOf(friend)}> 30`;
    const command = {
      outcome: 'acknowledged' as const,
      payload: { ...payload, command: '/recognize', text, trigger_id: `same.${queue}.trigger` },
    };

    const deliveries = await Promise.all(Array.from({ length: 20 }, () => slack.redeliver(command)));

    expect(new Set(deliveries.map(({ outcome }) => outcome))).toEqual(new Set(['acknowledged']));
    await world.giftsTo(friend);
    await untilSettled(system.db);
    expect(await world.giftsTo(friend)).toHaveLength(1);
    expect(world.answersTo(manager)).toHaveLength(1);
    expect(await world.type(manager, '/budget')).toContain('$470.00 of $500.00 left');
    const late = await slack.redeliver(command);
    expect(late.shown?.visible).toMatch(/done already[\s\S]*Nothing was given twice/u);
  });

  it('puts a button where the command was typed when direct messages are closed, for the recipient alone', async () => {
    const { slack } = world;
    const team = await world.newTeam({ friend: { directMessageError: 'messages_tab_disabled' } });
    const { manager, friend, other } = team;
    await world.ask(manager, `/recognize @${friend} 12 for the fix`);
    const card = await until('claim button', () =>
      slack.messagesIn('launch').find(({ mentions }) => mentions.includes(idOf(friend))),
    );
    expect(card.mentions).toEqual([idOf(friend)]);
    expect(codeIn(card.visible)).toBeUndefined();
    expect(card.visible).not.toContain('12');

    await slack.pressButton(card, 'claim', other);
    expect((await world.answerAfter(other, 0)).visible).toContain('This gift is for somebody else');
    expect(world.answersTo(other).some(({ visible }) => codeIn(visible))).toBe(false);

    await slack.pressButton(card, 'claim', friend);
    const shown = await world.answerAfter(friend, 0);
    expect(shown.visible).toContain('Your gift of $12.00');
    const friendsScreen = structuredClone(card);
    expect(await world.type(friend, `/redeem ${codeIn(shown.visible)}`)).toContain('$12.00 added');
    await until('card without its button', () => buttonsOf(card).length === 0);
    await slack.pressButton(friendsScreen, 'claim', friend);
    expect((await world.answerAfter(friend, 1)).visible).toContain('in your balance already');
  });

  it('writes to who prefers email, and to who can be reached in no other way', async () => {
    const { slack } = world;
    const reader = await world.newTeam({ prefers: 'email' });
    const closed = await world.newTeam({ friend: { directMessageError: 'messages_tab_disabled' } });

    await world.ask(reader.manager, `/recognize @${reader.friend} 8`);
    await world.ask(closed.manager, `/recognize @${closed.friend} 9`, null);

    for (const { friend } of [reader, closed]) {
      const sent = await until(`mail to ${friend}`, () =>
        mail.mails.find(({ envelope }) => envelope.to.includes(mailsOf(friend))),
      );
      expect(slack.messagesTo(friend)).toEqual([]);
      expect(await world.type(friend, `/redeem ${codeIn(sent.text ?? '')}`)).toContain('added');
    }
  });

  it('waits as long as Slack asks it to', async () => {
    const { slack } = world;
    const { manager, friend } = await world.newTeam();
    slack.fail('chat.postMessage', { kind: 'rate-limit', retryAfterSeconds: 2 });
    const startedAt = performance.now();

    await world.ask(manager, `/recognize @${friend} 3`);
    await world.giftsTo(friend);

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(2_000);
    expect(slack.messagesTo(friend)).toHaveLength(1);
  });

  it('sends again what Slack failed or did not confirm: one gift, one code', async () => {
    const { slack, system } = world;
    const failed = await world.newTeam();
    const dropped = await world.newTeam();
    slack.fail('chat.postMessage', { kind: 'status', status: 500 });
    await world.ask(failed.manager, `/recognize @${failed.friend} 4`);
    await until('attempt whose answer is lost', () => isUnknown(world));
    slack.fail('chat.postMessage', { kind: 'drop-after' });
    await world.ask(dropped.manager, `/recognize @${dropped.friend} 4`);

    await world.giftsTo(failed.friend);
    const messages = await world.giftsTo(dropped.friend, 2);
    await untilSettled(system.db);

    expect(new Set(messages.map(({ code }) => code)).size).toBe(1);
    expect(slack.messagesTo(dropped.friend)).toHaveLength(2);
    expect(slack.messagesTo(failed.friend)).toHaveLength(1);
    for (const { manager, friend } of [failed, dropped]) {
      expect(await world.type(manager, '/budget')).toContain('$496.00 of $500.00 left');
      const [gift] = await world.giftsTo(friend);
      expect(await world.type(friend, `/redeem ${gift?.code}`)).toContain('have $4.00');
    }
  });

  it('asks for a moment when the database is slow, and answers then', async () => {
    const { system } = world;
    const { manager, friend } = await world.newTeam();
    const blocker = new Client(system.ownerUrl);
    await blocker.connect();
    await blocker.query('begin; lock table recognition in access exclusive mode');
    const seen = world.answersTo(manager).length;

    const line = { user: manager, text: `/recognize @${friend} 6`, channel: 'launch' };
    const typed = await world.slack.typeCommand(line);
    await blocker.end();

    expect(typed.outcome).toBe('acknowledged');
    expect(typed.shown?.visible).toContain('One moment');
    const answers = await until('two answers', () => {
      const all = world.answersTo(manager).slice(seen);
      return all.length >= 2 && all.map(({ visible }) => visible).join('\n');
    });
    expect(answers).toContain('Request received');
    expect(answers).toContain('Gift sent');
    expect(await world.giftsTo(friend)).toHaveLength(1);
  });

  it.runIf(mode === 'http')(
    'takes nothing that Slack did not sign (skipped where it signs nothing: sockets)',
    async () => {
      const { slack, system } = world;
      const { manager, friend } = await world.newTeam();
      const { payload } = await slack.typeCommand({ user: manager, text: '/help' });
      const form = { ...payload, command: '/recognize', text: `<@${idOf(friend)}> 5`, trigger_id: 'forged' };

      const forged = await slack.postForm(form as Record<string, string>, {
        signature: `v0=${'0'.repeat(64)}`,
      });
      const stale = await slack.postForm(form as Record<string, string>, {
        timestampS: Math.floor(Date.now() / 1000) - 600,
      });

      expect([forged, stale]).toEqual([
        { outcome: 'dispatch_failed', status: 401 },
        { outcome: 'dispatch_failed', status: 401 },
      ]);
      const { rows } = await sql`select from recognition where request_id = 'forged'`.execute(system.db);
      expect(rows).toEqual([]);
    },
  );

  it('leaves nothing undone and breaks none of Slack’s rules', async () => {
    await untilSettled(world.system.db);

    expect(await findBreaches(world.system.db)).toEqual([]);
    expect(world.slack.violations).toEqual([]);
  });
});

/** Hands in the form that asks for a reason. */
async function handIn(slack: SlackServer, user: string, reason: string): Promise<void> {
  const [form] = slack.viewsOf(user);
  if (!form) throw new Error('Slack shows no form');
  await slack.submitView(form, { [form.view.blocks[0]?.label.text ?? '']: reason });
}

function buttonsOf({ blocks }: SeenMessage): string[] {
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => elements ?? [])
    .map(({ text }) => text.text);
}

function idOf(user: string): string {
  return `U0${user.toUpperCase()}`;
}

function mailsOf(user: string): string {
  return `${user}@acme.example`;
}

/** Whether an attempt is on record whose answer was lost. */
async function isUnknown({ system }: SlackWorld): Promise<boolean> {
  const { rows } = await sql`select from delivery where status = 'unknown'`.execute(system.db);
  return rows.length > 0;
}
