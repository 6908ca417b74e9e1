import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBreaches, untilSettled } from '#test/helpers/audit.ts';
import { until } from '#test/helpers/until.ts';
import type { SeenMessage } from '#test/servers/discord/discord-drive.ts';
import { type SmtpServer, startSmtpServer } from '#test/servers/smtp.ts';
import { type DiscordWorld, openDiscordWorld } from './discord-world.ts';
import { letApprove } from './let-approve.ts';
import { QUEUES } from './open-system.ts';
import { codeIn } from './slack-world.ts';
import { departmentNamed } from '#test/helpers/reads.ts';

describe.each(QUEUES)('Largesse in Discord, queue in %s', { timeout: 120_000 }, (queue) => {
  let world: DiscordWorld;
  let mail: SmtpServer;

  beforeAll(async () => {
    mail = await startSmtpServer();
    const env = { SMTP_URL: mail.url, MAIL_FROM: 'gifts@acme.example' };
    world = await openDiscordWorld({ queue, env });
    await world.system.run('all', world.env);
  }, 120_000);

  afterAll(async () => {
    await world?.close();
    await mail?.stop();
  });

  it('carries a gift from a command to a balance', async () => {
    const { manager, friend } = await world.newPair();

    const told = await world.ask(manager, friend, '25', 'the launch');

    expect(told).toMatch(/Gift sent[\s\S]*gets \$25\.00[\s\S]*\$475\.00 left/u);
    const [gift] = await world.giftsTo(friend);
    expect(gift?.message.content).not.toContain(gift?.code);
    const redeemed = await world.use(friend, 'redeem', { code: gift?.code ?? '' });
    expect(redeemed.replies[0]?.text).toMatch(/\$25\.00 added/u);
    expect(redeemed.replies[0]?.isEphemeral).toBe(true);
    const balance = await world.use(friend, 'balance');
    expect(balance.replies[0]?.text).toContain('$25.00');
    const budget = await world.use(manager, 'budget');
    expect(budget.replies[0]?.text).toContain('$475.00 of $500.00 left');
    expect(world.discord.channelMessages(world.channel)).toEqual([]);
  });

  it('ends with the outcome on the screen, however late Discord shows the first answer', async () => {
    const { manager, friend } = await world.newPair();
    const slow = { method: 'PATCH', path: '@original' };
    world.discord.failNext({ kind: 'delay', delayMs: 1_500 }, slow);

    const single = await world.use(manager, 'recognize', { to: friend, amount: '5' });
    await world.giftsTo(friend);
    const [outcome, ...others] = await until('outcome', () => {
      return single.replies.some(({ text }) => text.includes('Gift sent')) && single.replies;
    });

    expect(others).toEqual([]);
    expect(outcome?.buttons.map(({ label }) => label)).toEqual(['Undo']);
  });

  it('refuses with a reason and gives nothing', async () => {
    const { discord, guild } = world;
    const { manager, friend } = await world.newPair();
    const robot = discord.addUser({ name: 'robot', isBot: true });
    const stranger = discord.addUser({ name: 'stranger' });
    for (const user of [robot, stranger]) discord.addMember(guild, user);

    expect(await world.ask(manager, robot, '5')).toContain('robot is a bot');
    expect(await world.ask(manager, stranger, '5')).toContain('I do not know “stranger”');
    expect(await world.ask(manager, manager, '5')).toContain('cannot send a gift to yourself');
    expect(await world.ask(friend, manager, '5')).toContain('Your role is employee');
    expect(await world.ask(manager, friend, '5 EUR')).toContain('gives in USD, not EUR');
    expect(await world.ask(manager, friend, '500.01')).toContain('$500.01 asked, $500.00 left');
    const help = await world.use(stranger, 'help');
    expect(help.replies[0]?.text).toContain('/recognize');
  });

  it('makes a member with a mapped role one of the department, when they first speak or are named', async () => {
    const { discord, guild, system } = world;
    const { department } = await world.newPair();
    const [leads, crew] = [discord.addRole(guild, 'leads'), discord.addRole(guild, 'crew')];
    await mapRole(world, { roleId: leads, department, role: 'manager' });
    await mapRole(world, { roleId: crew, department, role: 'employee' });
    const lead = discord.addUser({ name: 'lead', globalName: 'Lena Lead' });
    const hand = discord.addUser({ name: 'hand', globalName: 'Hank Hand' });
    discord.addMember(guild, lead, { roleIds: [leads] });
    discord.addMember(guild, hand, { roleIds: [crew] });

    const told = await world.ask(lead, hand, '10');

    expect(told).toMatch(/Hank Hand gets \$10\.00[\s\S]*\$490\.00 left/u);
    const [gift] = await world.giftsTo(hand);
    expect(gift?.message.text).toContain('Lena Lead thanks you');
    expect(await world.ask(hand, lead, '10')).toContain('Your role is employee');
    await untilSettled(system.db);
  });

  it('takes the rights of a role away with the role, and asks nobody to act first', async () => {
    const { discord, guild, system } = world;
    const { department } = await world.newPair();
    const [leads, crew] = [discord.addRole(guild, 'heads'), discord.addRole(guild, 'hands')];
    await mapRole(world, { roleId: leads, department, role: 'manager' });
    await mapRole(world, { roleId: crew, department, role: 'employee' });
    const head = discord.addUser({ name: 'head', globalName: 'Hedda Head' });
    const hand = discord.addUser({ name: 'helper', globalName: 'Hal Hand' });
    discord.addMember(guild, head, { roleIds: [leads] });
    discord.addMember(guild, hand, { roleIds: [crew] });
    expect(await world.ask(head, hand, '10')).toContain('Hal Hand gets $10.00');
    function roleOf() {
      const people = system.db.selectFrom('person').select('role');
      return people.where('name', '=', 'Hedda Head').executeTakeFirst();
    }
    expect(await roleOf()).toEqual({ role: 'manager' });

    discord.removeRole(guild, leads);

    await until('lost role', async () => (await roleOf())?.role === 'employee');
    expect(await world.ask(head, hand, '10')).toContain('Your role is employee');
  });

  it('gives to a role and to others once its giver presses Confirm, however often they press', async () => {
    const { discord, guild, system } = world;
    const [{ manager, friend }, { friend: other }] = [await world.newPair(), await world.newPair()];
    const crew = discord.addRole(guild, 'night crew');
    for (const user of [manager, friend]) discord.addMember(guild, user, { roleIds: [crew] });

    const given = { to: crew, also: `<@${other}> <@${friend}>`, amount: '20', message: 'the move' };
    const asked = await world.use(manager, 'recognize', given);
    const question = await until('question', () => asked.replies.find(({ buttons }) => buttons.length > 0));
    const customId = question.buttons.find(({ label }) => label === 'Confirm')?.customId ?? '';
    const press = { user: manager, message: question.id, customId };
    const presses = await Promise.all([1, 2, 3].map(() => discord.pressButton(press)));
    await Promise.all([world.giftsTo(friend), world.giftsTo(other)]);
    await untilSettled(system.db);

    expect(question.isEphemeral).toBe(true);
    expect(question.text).toMatch(/Give \$40\.00 to[\s\S]*would then have \$460\.00 left/u);
    expect(await world.giftsTo(friend)).toHaveLength(1);
    expect(await world.giftsTo(other)).toHaveLength(1);
    expect(discord.messagesTo(manager)).toEqual([]);
    const told = presses.flatMap(({ replies }) => replies.map(({ text }) => text));
    for (const text of told) expect(text).toContain('You already confirmed it');
    const confirmed = asked.replies.find(({ id }) => id === question.id);
    expect(confirmed?.text).toContain('Gift sent');
    expect(confirmed?.buttons.map(({ label }) => label)).toEqual(['Undo']);
  });

  it('lets an approver decide on the message that asks, which then says what was decided, and by whom', async () => {
    const { discord, guild, system } = world;
    const { manager, friend, department } = await world.newPair();
    const approver = discord.addUser({ name: 'ada' });
    discord.addMember(guild, approver);
    const chatIds = [{ platform: 'discord', userId: approver }];
    const ada = { name: `Ada of ${department}`, email: 'ada@guild.example', chatIds };
    await system.hire([{ ...ada, department, role: 'approver' }]);
    await letApprove(system, department);
    function asked(amount: string) {
      return until(`question of ${amount}`, () =>
        discord.messagesTo(approver).find(({ text }) => text.includes(amount)),
      );
    }
    async function press({ id, buttons }: SeenMessage, name: string) {
      const customId = buttons.find(({ label }) => label === name)?.customId ?? '';
      return discord.pressButton({ user: approver, message: id, customId });
    }

    await world.ask(manager, friend, '101', 'the move');
    const approving = await press(await asked('$101.00'), 'Approve');
    await world.ask(manager, friend, '102', 'the move');
    const opened = await press(await asked('$102.00'), 'Decline');
    const texts = { [opened.modal?.components[0]?.label ?? '']: 'once is enough' };
    const declining = await discord.submitForm({ user: approver, opened, texts });

    const [approved, declined] = await Promise.all([asked('$101.00'), asked('$102.00')]);
    expect(approved.text).toMatch(/the move[\s\S]*Ada of \S+ \S+ \d+ approved it: \$101\.00/u);
    expect(declined.text).toMatch(/the move[\s\S]*declined it: \$102\.00[\s\S]*once is enough/u);
    for (const { content, buttons } of [approved, declined])
      expect({ content, buttons }).toEqual({ content: '', buttons: [] });
    expect([...approving.replies, ...declining.replies]).toEqual([]);
    expect(await world.giftsTo(friend)).toHaveLength(1);
  });

  it('puts a button in the channel when direct messages are closed, for the recipient alone', async () => {
    const { discord, channel } = world;
    const { manager, friend } = await world.newPair({ hasClosedDms: true });
    await world.ask(manager, friend, '12');
    const card = await until('claim button', () =>
      discord.channelMessages(channel).find(({ pinged }) => pinged.includes(friend)),
    );
    expect(card.pinged).toEqual([friend]);
    expect(codeIn(card.text)).toBeUndefined();
    const press = { message: card.id, customId: card.buttons[0]?.customId ?? '' };

    const refused = await discord.pressButton({ ...press, user: manager });
    const shown = await discord.pressButton({ ...press, user: friend });

    expect(refused.replies[0]?.text).toContain('This gift is for somebody else');
    expect(shown.replies[0]?.isEphemeral).toBe(true);
    const code = codeIn(shown.replies[0]?.text ?? '');
    const redeemed = await world.use(friend, 'redeem', { code: code ?? '' });
    expect(redeemed.replies[0]?.text).toContain('$12.00 added');
  });

  it('writes a mail when neither a direct message nor the channel is left', async () => {
    const { discord, guild } = world;
    const { manager, friend, friendMail } = await world.newPair({ hasClosedDms: true });
    const hidden = discord.addChannel(guild, 'hidden', { isHiddenFromBot: true });

    await discord.useCommand({
      user: manager,
      guild,
      channel: hidden,
      name: 'recognize',
      options: { to: friend, amount: '9' },
    });

    const sent = await until('mail', () =>
      mail.mails.find(({ envelope }) => envelope.to.includes(friendMail)),
    );
    const redeemed = await world.use(friend, 'redeem', { code: codeIn(sent.text ?? '') ?? '' });
    expect(redeemed.replies[0]?.text).toContain('$9.00 added');
  });

  it('sends again what Discord did not confirm, and it stays one message', async () => {
    const { discord, system } = world;
    const { manager, friend } = await world.newPair();
    await world.ask(manager, friend, '1');
    const [first] = await world.giftsTo(friend);
    const path = `/channels/${first?.message.channelId}/messages`;
    discord.failNext({ kind: 'drop', after: true }, { method: 'POST', path });

    await world.ask(manager, friend, '4');
    await untilSettled(system.db);

    const attempts = discord.requests.filter((request) => request.path.endsWith(path));
    expect(attempts).toHaveLength(3);
    expect(await world.giftsTo(friend, 2)).toHaveLength(2);
  });

  it('waits as long as Discord asks it to', async () => {
    const { discord } = world;
    const { manager, friend } = await world.newPair();
    discord.failNext({ kind: 'rate-limit', retryAfterMs: 1_500 }, { method: 'POST', path: /^\/channels/u });
    const startedAt = performance.now();

    await world.ask(manager, friend, '3');

    expect(await world.giftsTo(friend)).toHaveLength(1);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_500);
  });

  it('leaves nothing undone and breaks none of Discord’s rules', async () => {
    await untilSettled(world.system.db);

    expect(await findBreaches(world.system.db)).toEqual([]);
    expect(world.discord.violations).toEqual([]);
  });
});

async function mapRole(
  { system: { app, organization }, guild }: DiscordWorld,
  { roleId, department: name, role }: { roleId: string; department: string; role: 'manager' | 'employee' },
): Promise<void> {
  const department = await departmentNamed({ app }, organization.id, name);
  if (!department.ok) throw new Error(`there is no department ${name}`);
  await app.people.mapRole({
    organizationId: organization.id,
    platform: 'discord',
    workspaceId: guild,
    roleId,
    departmentId: department.value.id,
    role,
  });
}
