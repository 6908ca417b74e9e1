import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilSettled } from '#test/helpers/audit.ts';
import type { LargesseProcess } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { type SmtpServer, startSmtpServer } from '#test/servers/smtp.ts';
import { type DiscordWorld, openDiscordWorld } from './discord-world.ts';
import { QUEUES } from './open-system.ts';
import { findSecrets, formsOf, readDatabase, readRedis } from './read-everything.ts';
import { codeIn, openSlackWorld, type SlackWorld } from './slack-world.ts';

const MAIL_PASSWORD = 'a-mail-password';

describe.each(QUEUES)('what is secret, queue in %s', { timeout: 120_000 }, (queue) => {
  let slackWorld: SlackWorld;
  let discordWorld: DiscordWorld;
  let mail: SmtpServer;
  let largesse: LargesseProcess;
  const codes = new Set<string>();
  const queues: string[] = [];

  beforeAll(async () => {
    mail = await startSmtpServer({ login: { user: 'largesse', password: MAIL_PASSWORD } });
    const env = { SMTP_URL: mail.url, MAIL_FROM: 'gifts@acme.example' };
    slackWorld = await openSlackWorld({ queue, mode: 'http', env, slack: { limitMs: 15_000 } });
    discordWorld = await openDiscordWorld({ system: slackWorld.system });
    largesse = await slackWorld.run('all', discordWorld.env);
  }, 120_000);

  afterAll(async () => {
    await slackWorld?.close();
    await discordWorld?.discord.stop();
    await mail?.stop();
  });

  /** Keeps what the queue holds at this moment. */
  async function photographQueue(): Promise<void> {
    const { redis, ownerUrl } = slackWorld.system;
    queues.push(redis ? await readRedis(redis.url) : await readDatabase(ownerUrl, ['bullmq']));
  }

  /** Tokens to replace answers are kept for as long as the platform takes them, a quarter of an hour. */
  async function untilTokensExpired(): Promise<void> {
    const { db } = slackWorld.system;
    await sql`update placed_card set due_at = now(), ends_at = now() where place like '{%'`.execute(db);
    await until('end of the tokens', async () => {
      const { rows } = await sql`select from placed_card where place like '{%'`.execute(db);
      return rows.length === 0;
    });
  }

  async function untilFaults(count: number): Promise<void> {
    const { db } = slackWorld.system;
    await until(`${count} deliveries that went wrong`, async () => {
      const { rows } = await sql`select from delivery where last_error is not null`.execute(db);
      return rows.length >= count;
    });
  }

  function keep(code: string | undefined): string {
    if (!code) throw new Error('there is no code');
    codes.add(code);
    return code;
  }

  function settingsAndTokens(): string[] {
    const { slack, system } = slackWorld;
    return [
      slack.botToken,
      slack.signingSecret,
      discordWorld.discord.token,
      MAIL_PASSWORD,
      new URL(system.databaseUrl).password,
      ...keySecrets(system.env['LARGESSE_KEYS'] ?? ''),
      // What the addresses to answer to begin with, and the tokens of Discord's interactions.
      `/commands/${slack.teamId}/`,
      'interaction-token-',
    ];
  }

  it('goes to people over every channel, also when things go wrong', async () => {
    const { slack, system } = slackWorld;
    const { discord } = discordWorld;
    const open = await slackWorld.newTeam();
    const reader = await slackWorld.newTeam({ prefers: 'email' });
    const closed = await slackWorld.newTeam({ friend: { directMessageError: 'messages_tab_disabled' } });
    const pair = await discordWorld.newPair();
    const shut = await discordWorld.newPair({ hasClosedDms: true });

    slack.fail('chat.postMessage', { kind: 'status', status: 500 });
    slack.fail('chat.postMessage', { kind: 'drop-after' });
    slack.fail('response_url', { kind: 'status', status: 500 });
    mail.obey('defer-mail');
    discord.failNext({ kind: 'error', status: 500 }, { method: 'POST', path: /^\/channels/u });
    for (const amount of [5, 6]) {
      const text = `/recognize @${open.friend} ${amount}`;
      await slack.typeCommand({ user: open.manager, text, channel: 'launch' });
    }
    await slackWorld.ask(reader.manager, `/recognize @${reader.friend} 7`);
    await untilFaults(3);
    await discordWorld.ask(pair.manager, pair.friend, '8');
    await untilFaults(4);
    await photographQueue();
    mail.obey('accept');
    await system.passTime();
    await slackWorld.ask(closed.manager, `/recognize @${closed.friend} 9`);
    await discordWorld.ask(shut.manager, shut.friend, '10');

    for (const { code } of await slackWorld.giftsTo(open.friend, 3)) keep(code);
    for (const { code } of await discordWorld.giftsTo(pair.friend)) keep(code);
    keep(codeIn((await until('mail', () => mail.mails[0])).text ?? ''));
    const button = await until('button in Slack', () => slack.messagesIn('launch')[0]);
    slack.fail('response_url', { kind: 'status', status: 500 });
    await slack.pressButton(button, 'claim', closed.friend);
    await slack.pressButton(button, 'claim', closed.friend);
    keep(codeIn((await slackWorld.answerAfter(closed.friend, 0)).visible));
    const card = await until('button in Discord', () => discord.channelMessages(discordWorld.channel)[0]);
    const press = { user: shut.friend, message: card.id, customId: card.buttons[0]?.customId ?? '' };
    discord.failNext({ kind: 'error', status: 500 }, { method: 'POST', path: '/webhooks' });
    keep(codeIn((await discord.pressButton(press)).replies[0]?.text ?? ''));

    await photographQueue();
    await untilSettled(system.db);
    await photographQueue();
    expect(codes.size).toBe(6);
  });

  it('is typed by people, right and wrong, also when the database breaks off', async () => {
    const { slack, system } = slackWorld;
    const [code = '', second = '', ...others] = codes;
    const thief = await slackWorld.newTeam();
    for (const stolen of others) {
      expect(await slackWorld.type(thief.manager, `/redeem ${stolen}`)).toContain('cannot be redeemed');
    }
    await slackWorld.type(thief.manager, `/redeem ${others[0]?.slice(0, -1)}0`);
    await slackWorld.type(thief.manager, `/balance ${others[0]}`);
    await slackWorld.type(thief.manager, `/recognize ${others[0]}`);

    const blocker = new Client(system.ownerUrl);
    await blocker.connect();
    await blocker.query('begin; lock table person in access exclusive mode');
    const typing = slack.typeCommand({ user: 'alice1', text: `/redeem ${code}` });
    await until('blocked command', async () => (await cutBlocked(blocker)) > 0).finally(() => {
      void blocker.end();
    });
    expect((await typing).shown?.visible).toContain('That did not work');
    await until('loss in the log', () => largesse.said().includes('Database connection lost'));

    expect(await slackWorld.type('alice1', `/redeem ${code.replaceAll('-', '').toLowerCase()}`)).toContain(
      'added to your balance',
    );
    expect(await slackWorld.type('alice1', `/redeem ${second}`)).toContain('have $11.00');
  });

  it('stands in no log, in no queue and nowhere in the database', async () => {
    const { ownerUrl } = slackWorld.system;
    const secrets = [...[...codes].flatMap(formsOf), ...settingsAndTokens()];
    const log = largesse.said();
    await untilTokensExpired();
    const database = await readDatabase(ownerUrl);

    expect(log).toContain('Chat event failed');
    expect(log).toContain('Gift issued');
    expect(queues.join('\n')).toContain('deliver-gift');
    expect(database).toContain('-- public.code');
    expect(findSecrets(log, secrets)).toEqual([]);
    expect(findSecrets(queues.join('\n'), secrets)).toEqual([]);
    expect(findSecrets(database, secrets)).toEqual([]);
  });

  it('is not kept longer than needed: the way to answer, and the code of a redeemed gift', async () => {
    const { db } = slackWorld.system;
    const { rows: answers } = await sql`select id from recognition where reply_to is not null`.execute(db);
    const { rows: open } = await sql<{ status: string }>`
      select g.status from gift g join code c on c.gift_id = g.id where c.sealed is not null`.execute(db);

    expect(answers).toEqual([]);
    expect(open).toHaveLength(codes.size - 2);
    expect(open.every(({ status }) => status === 'delivered')).toBe(true);
  });
});

/** The secret parts of a key ring's text. */
function keySecrets(text: string): string[] {
  return text.split(',').map((entry) => entry.split(':')[1] ?? '');
}

/** Breaks off every command of the product that waits for a lock, and says how many. */
async function cutBlocked(client: Client): Promise<number> {
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and application_name = 'largesse'`,
  );
  return rowCount ?? 0;
}
