import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { App } from '#src/app.ts';
import { newId } from '#src/kit/new-id.ts';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { createWords } from '#src/words/words.ts';
import { untilSettled } from '#test/helpers/audit.ts';
import { INFO, logLinesIn } from '#test/helpers/log-lines.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { type LargesseProcess, runCommand } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { QUEUES } from './open-system.ts';
import { openSlackWorld, type SlackWorld } from './slack-world.ts';

describe('the log of a process', { timeout: 60_000 }, () => {
  let world: SlackWorld;
  let largesse: LargesseProcess;

  beforeAll(async () => {
    world = await openSlackWorld({ queue: QUEUES[0] ?? 'postgres', mode: 'http' });
    largesse = await world.run('all');
  }, 120_000);
  afterAll(() => world?.close());

  it('tells each step of a gift by its ids, from the command to its delivery and its redemption', async () => {
    const { manager, friend } = await world.newTeam();
    await world.ask(manager, `/recognize @${friend} 25 for the launch`);
    const [gift] = await world.giftsTo(friend);
    await world.type(friend, `/redeem ${gift?.code}`);
    await untilSettled(world.system.db);
    // What was written reaches us a little later than what was done.
    const lines = await until('the last lines about it', () => {
      const said = logLinesIn(largesse.said());
      const isDone = ['deliver-gift', 'answer-giver'].every((name) =>
        said.some(({ job, msg }) => job === name && msg === 'Job done'),
      );
      return isDone && said.some(({ msg }) => msg === 'Code redeemed') && said;
    });

    const received = lines.find(({ msg }) => msg === 'Recognition received');
    const recognitionId = String(received?.recognitionId);
    const issued = lines.find((line) => line.msg === 'Gift issued' && line.recognitionId === recognitionId);
    const giftId = String(issued?.giftId);
    const steps = lines
      .filter((line) => JSON.stringify(line).includes(recognitionId) || JSON.stringify(line).includes(giftId))
      .map(({ job, msg }) => (job ? `${job}: ${msg}` : msg));

    expect(inOrder(steps, ['Recognition received', 'issue-gifts: Job started', 'Recognition decided'])).toBe(
      true,
    );
    expect(
      inOrder(steps, [
        'Recognition decided',
        'Gift issued',
        'deliver-gift: Job started',
        'deliver-gift: Message leased',
        'Gift delivered',
        'deliver-gift: Message attempt recorded',
        'deliver-gift: Job done',
      ]),
    ).toBe(true);
    expect(inOrder(steps, ['answer-giver: Message leased', 'answer-giver: Message attempt recorded'])).toBe(
      true,
    );
    // A recipient can be quicker than the record that the message was sent.
    expect(steps).toEqual(expect.arrayContaining(['Gift delivered', 'Code redeemed']));
    expect(steps).toEqual(expect.arrayContaining(['issue-gifts: Enqueued', 'deliver-gift: Enqueued']));
    const leased = lines.find(({ job, msg }) => job === 'deliver-gift' && msg === 'Message leased');
    expect(leased).toMatchObject({ channel: 'dm' });
  });

  it('names the ids of a gift and its request the same in every line', () => {
    const lines = logLinesIn(largesse.said());
    const unnamed = lines.filter((line) => 'id' in line);
    const jobs = lines.filter(({ msg }) => msg === 'Job done');

    expect(unnamed).toEqual([]);
    expect(jobs.find(({ job }) => job === 'issue-gifts')).toHaveProperty('recognitionId');
    expect(jobs.find(({ job }) => job === 'deliver-gift')).toHaveProperty('giftId');
    expect(jobs.find(({ job }) => job === 'answer-giver')).toHaveProperty('recognitionId');
  });

  it('says once at info what was done, with its ids', async () => {
    const done = logLinesIn(largesse.said()).filter(({ level }) => level === INFO);

    for (const message of ['Gift issued', 'Gift delivered', 'Code redeemed']) {
      const told = done.filter(({ msg }) => msg === message);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ giftId: expect.any(String), organizationId: expect.any(String) });
    }
    const answered = done.filter(({ msg }) => msg === 'Message sent');
    expect(answered.length).toBeGreaterThan(0);
    for (const line of answered) expect(line).toMatchObject({ job: 'answer-giver' });
  });

  it('says on each line which process it is from', () => {
    const lines = logLinesIn(largesse.said());

    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(line).toMatchObject({
        role: 'web,chat,worker',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/u),
        instance: expect.stringMatching(/:\d+$/u),
      });
    }
  });
});

/** Whether all of `wanted` come in this order, among others. */
function inOrder(steps: readonly string[], wanted: readonly string[]): boolean {
  const left = [...wanted];
  for (const step of steps) if (step === left[0]) left.shift();
  return left.length === 0;
}

/** What a person is shown of a fault, and what the log has of it. */
type Shown = { shown: string; log: object[] };

const FAULT = new Error('the pepper is lost');

const SURFACES: Record<string, () => Promise<Shown>> = {
  async chat() {
    const log = createRecordingLog();
    const app = { organizationOf: () => Promise.reject(FAULT) } as unknown as App;
    const host = createChatHost({ app, words: createWords(), log, newId });
    const caller = { platform: 'slack', workspaceId: 'T1', userId: 'U1' };
    const event = { requestId: 'R1', caller, channelId: null, replyTo: 'hook' };
    const card = await host.onCommand({
      ...event,
      command: 'balance',
      input: { kind: 'text', pieces: [] },
    });
    return { shown: JSON.stringify(card), log: log.lines.map(({ fields }) => fields) };
  },

  async web() {
    const log = createRecordingLog();
    const app = createWebApp({ log, newId, checks: {} });
    app.get('/broken', () => {
      throw FAULT;
    });
    const response = await app.request('/broken');
    return { shown: await response.text(), log: log.lines.map(({ fields }) => fields) };
  },

  async 'the command line'() {
    const env = { DATABASE_URL: 'postgres://largesse:secret@127.0.0.1:9/none', LOG_LEVEL: 'error' };
    const { err } = await runCommand(['balance'], env);
    const lines = err.split('\n');
    return {
      shown: lines.find((line) => line.startsWith('largesse: ')) ?? '',
      log: logLinesIn(err),
    };
  },
};

describe('a fault that a person is shown', { timeout: 60_000 }, () => {
  it.each(Object.keys(SURFACES))('has an id that finds it in the log: %s', async (surface) => {
    const { shown, log } = await (SURFACES[surface] as () => Promise<Shown>)();

    const [line] = log as { faultId?: string; err?: unknown }[];
    expect(log).toHaveLength(1);
    expect(line?.faultId).toMatch(/^[0-9a-f-]{36}$/u);
    expect(line?.err).toBeDefined();
    expect(shown).toContain(line?.faultId);
    expect(shown).not.toContain('pepper');
  });
});
