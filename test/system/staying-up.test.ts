import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLinesIn } from '#test/helpers/log-lines.ts';
import { mutationsOf } from '#test/helpers/mutations.ts';
import type { LargesseProcess } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { type DiscordWorld, openDiscordWorld } from './discord-world.ts';
import { openSlackWorld, type SlackWorld } from './slack-world.ts';

const STOP_MS = 5_000;

/** What is tried is not speed: a busy machine may take long over a thousand wrong packets. */
const PATIENT_MS = 90_000;

describe('platforms are apart', { timeout: 180_000 }, () => {
  let slack: SlackWorld;
  let discord: DiscordWorld;
  beforeAll(async () => {
    slack = await openSlackWorld({ mode: 'socket', queue: 'postgres' });
    discord = await openDiscordWorld({ system: slack.system });
  });
  afterAll(async () => {
    await slack?.close();
    await discord?.discord.stop();
  });

  function run(env: Record<string, string> = {}): Promise<LargesseProcess> {
    return slack.run('all', { ...discord.env, LOG_LEVEL: 'info', ...env });
  }

  it.each([
    ['cannot be reached', { SLACK_API_URL: 'http://127.0.0.1:9/api/' }, 'SLACK_API_URL'],
    ['refuses the bot token', { SLACK_BOT_TOKEN: 'xoxb-revoked' }, 'SLACK_BOT_TOKEN'],
    ['refuses the app token', { SLACK_APP_TOKEN: 'xapp-revoked' }, 'SLACK_APP_TOKEN'],
  ])(
    'works on Discord while Slack %s, says so with what to do, and stops when told',
    async (_, env, setting) => {
      const process = await run(env);
      const { manager, friend } = await discord.newPair();

      await discord.ask(manager, friend, '5');
      expect(await discord.giftsTo(friend)).toHaveLength(1);
      const line = await until('the line about Slack', () =>
        logLinesIn(process.said()).find(
          ({ platform, setting: named }) => platform === 'slack' && named === setting,
        ),
      );

      expect(line).toMatchObject({
        reason: expect.stringMatching(/Slack/u),
        advice: expect.stringMatching(/./u),
      });
      const { code, tookMs } = await process.stop();
      expect([code, tookMs < STOP_MS]).toEqual([0, true]);
    },
  );

  it.each([
    ['asks us to wait for an hour', { kind: 'rate-limit', retryAfterMs: 3_600_000 }],
    ['has a fault of its own', { kind: 'error', status: 503 }],
  ] as const)('works on Slack while Discord %s, and stops when told', async (_, fault) => {
    discord.discord.failNext(fault, { path: '/gateway/bot' }, 1_000);
    const process = await run();
    const { manager, friend } = await slack.newTeam();

    const { answer } = await slack.ask(manager, `/recognize @${friend} 5`);

    expect(answer.visible).toContain('Gift sent');
    await until('the line about Discord', () =>
      logLinesIn(process.said()).find(({ platform, advice }) => platform === 'discord' && advice),
    );
    const { code, tookMs } = await process.stop();
    expect([code, tookMs < STOP_MS]).toEqual([0, true]);
    discord.discord.stopFailing();
  });

  it('works on Slack while the settings of Discord are incomplete, and says so with what to do', async () => {
    const process = await run({ DISCORD_APPLICATION_ID: '' });
    const { manager, friend } = await slack.newTeam();

    const { answer } = await slack.ask(manager, `/recognize @${friend} 5`);

    expect(answer.visible).toContain('Gift sent');
    const line = await until('the line about Discord', () =>
      logLinesIn(process.said()).find(({ platform, advice }) => platform === 'discord' && advice),
    );
    expect(line).toMatchObject({ reason: expect.stringContaining('DISCORD_APPLICATION_ID is missing') });
    expect(process.said()).toContain('discord (left out: DISCORD_APPLICATION_ID is missing.');
    const { code, tookMs } = await process.stop();
    expect([code, tookMs < STOP_MS]).toEqual([0, true]);
  });

  it('stops at once while both platforms say nothing at all', async () => {
    slack.slack.meetSocketsWith('silence');
    discord.discord.meetWith('silence');
    const process = await run();

    const { code, tookMs } = await process.stop();

    expect([code, tookMs < STOP_MS]).toEqual([0, true]);
    slack.slack.meetSocketsWith('hello');
    discord.discord.meetWith('hello');
  });

  it('comes back to a platform that was away at the start', async () => {
    const heal = slack.slack.keepFailing('auth.test', { kind: 'status', status: 503 });
    const process = await run();
    heal();
    const { manager } = await slack.newTeam();

    await until('an open socket', () => slack.slack.openSockets() > 0);

    expect(await slack.type(manager, '/balance')).toContain('balance');
    await process.stop();
  });

  describe('whatever comes in', () => {
    let process: LargesseProcess;
    beforeAll(async () => {
      process = await run();
      await until('an open socket', () => slack.slack.openSockets() > 0);
    });
    afterAll(() => process?.kill());

    it('outlives every wrong field in what Discord sends', async () => {
      const { manager, friend } = await discord.newPair();
      const events = await recordedEvents(discord, manager, friend);
      const packets = events.flatMap(({ t, d }) => mutationsOf({ op: 0, t, s: 1, d }));
      expect(packets.length).toBeGreaterThan(1_000);

      for (const { value } of packets) discord.discord.sendRaw(JSON.stringify(value));

      // Some packets make it connect anew.
      await until(
        'an answer',
        async () =>
          discord.discord.openSessions() > 0 &&
          (await discord.use(manager, 'balance')).outcome === 'answered',
        PATIENT_MS,
      );
      expectUnhurt(process);
    });

    it('outlives every wrong field in what Slack sends over a socket', async () => {
      const { manager, friend } = await slack.newTeam();
      const payloads = await recordedPayloads(slack, manager, friend);
      const frames = payloads.flatMap(({ type, payload }) =>
        mutationsOf({ type, envelope_id: 'e1', payload, accepts_response_payload: true }),
      );
      expect(frames.length).toBeGreaterThan(300);

      for (const { value } of frames) slack.slack.sendOverSockets(JSON.stringify(value));

      await until(
        'an answer',
        async () => (await slack.type(manager, '/balance')).includes('balance'),
        PATIENT_MS,
      );
      expectUnhurt(process);
    });
  });
});

describe('whatever comes in over HTTP', { timeout: 180_000 }, () => {
  it('outlives every wrong field in what Slack posts', async () => {
    const world = await openSlackWorld({ mode: 'http', queue: 'postgres' });
    try {
      const process = await world.run('all', { LOG_LEVEL: 'info' });
      const { manager, friend } = await world.newTeam();
      const payloads = await recordedPayloads(world, manager, friend);

      for (const { type, payload } of payloads) {
        const sent = mutationsOf(payload).map(({ value }) => world.slack.sendPayload(type, value));
        for (const answer of await Promise.all(sent)) expect(answer).not.toMatchObject({ status: null });
      }

      await until(
        'an answer',
        async () => (await world.type(manager, '/balance')).includes('balance'),
        PATIENT_MS,
      );
      expectUnhurt(process);
    } finally {
      await world.close();
    }
  });
});

/** It runs, and nothing came past the edges into the net below them. */
function expectUnhurt(process: LargesseProcess): void {
  expect(process.isRunning()).toBe(true);
  expect(logLinesIn(process.said()).filter(({ origin }) => origin)).toEqual([]);
}

type SlackPayload = { type: 'slash_commands' | 'interactive'; payload: Record<string, unknown> };

/** A command, a press, and events that we do not use, as Slack sends them. */
async function recordedPayloads(world: SlackWorld, giver: string, to: string): Promise<SlackPayload[]> {
  const asked = await world.ask(giver, `/recognize @${to} 5`);
  const undo = await world.slack.pressButton(asked.answer, 'undo', giver);
  return [
    { type: 'slash_commands', payload: asked.typed.payload },
    { type: 'interactive', payload: undo.payload },
    {
      type: 'interactive',
      payload: { type: 'view_closed', view: { id: 'V1', callback_id: 'largesse_form' } },
    },
    {
      type: 'interactive',
      payload: {
        type: 'view_submission',
        user: { id: 'U1' },
        view: { id: 'V1', callback_id: 'largesse_form', private_metadata: '{}', state: { values: {} } },
      },
    },
  ];
}

/** A command and a press as Discord sends them, and events that the intents bring along. */
async function recordedEvents(world: DiscordWorld, giver: string, to: string) {
  const { discord } = world;
  const before = discord.dispatched.length;
  await world.ask(giver, to, '5');
  const gift = (await world.giftsTo(to))[0]?.message;
  const redeem = gift?.buttons[0];
  if (!gift || !redeem) throw new Error('the gift has no button');
  await discord.pressButton({ user: to, message: gift.id, customId: redeem.customId });
  discord.renameGuild(world.guild, 'Acme Ltd');
  return discord.dispatched.slice(before);
}
