import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { must } from '#src/domain/kit/must.ts';
import type { WebhookAnswer } from '#src/ports/webhooks.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { makeWebhook, TAKEN } from '#test/helpers/webhooks.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const REFUSED: WebhookAnswer = { status: 500, excerpt: 'oh no', tookMs: 7 };
const SILENT: WebhookAnswer = { failure: 'timeout', tookMs: 10_000 };

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core, { engineering: 10_000_000n });
  await core.app.people.import(company.organization, [personRow('Zoe Admin', 'People', 'admin')]);
  const hook = await makeWebhook(core, company.organization, { types: ['gift.issued'] });

  async function give(times = 1) {
    for (let gift = 0; gift < times; gift += 1) await company.give('morgan', 'alice', '1');
  }

  /** Whether the sweep would wake the job of this webhook. */
  async function isDue() {
    core.queue.take('send-webhooks');
    await core.app.jobs.enqueueDue(dueJobs);
    return core.queue.take('send-webhooks').includes(hook.webhookId);
  }

  return { core, company, hook, give, isDue, request: { actor: hook.actor, webhookId: hook.webhookId } };
}

describe('an event', () => {
  it('that is taken is not sent again', async () => {
    const { hook, give, isDue, core } = await start();
    await give();

    const [call] = await hook.turn();
    core.clock.advance(DAY_MS);

    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'gift.issued',
      timestamp: '2026-11-16T10:00:00.000Z',
      data: { amountMinor: 100 },
    });
    expect(await hook.turn()).toEqual([]);
    expect(await isDue()).toBe(false);
    expect(await hook.state()).toMatchObject({ waiting: 0, failed: 0 });
  });

  it('that is refused comes again with the same id and body, and is given up after ten calls', async () => {
    const { core, hook, give } = await start();
    await give();
    const ids = new Set<string>();
    const times: number[] = [];

    for (let tick = 0; tick < 500; tick += 1) {
      const calls = await hook.turn(REFUSED);
      for (const { id, body } of calls) ids.add(`${id} ${body}`);
      times.push(...calls.map(() => core.clock.now().getTime()));
      core.clock.advance(times.length < 2 ? 1_000 : 15 * MINUTE_MS);
      if ((await hook.state())?.status === 'disabled')
        await core.app.webhook.resume({ actor: hook.actor, webhookId: hook.webhookId });
    }

    expect(ids.size).toBe(1);
    expect(times).toHaveLength(10);
    expect(await hook.state()).toMatchObject({ waiting: 0, failed: 1 });
  });

  it('is found by the sweep when its time has come, and not before', async () => {
    const { core, hook, give, isDue } = await start();
    await give();
    await hook.turn(REFUSED);

    const early = await isDue();
    core.clock.advance(20_000);

    expect([early, await isDue()]).toEqual([false, true]);
  });

  it('whose sender died is sent again by another, with the same id, once its lease is over', async () => {
    const { core, hook, give, isDue } = await start();
    await give();
    const [lost] = await core.app.webhook.leaseCalls(hook.webhookId);

    const meanwhile = await hook.turn();
    core.clock.advance(MINUTE_MS + 4_000);
    const found = await isDue();
    const [again] = await hook.turn();

    expect([meanwhile, found]).toEqual([[], true]);
    expect(again).toMatchObject({ id: lost?.call.id, body: lost?.call.body });
  });

  it('that both the slow and the new sender got there stays sent', async () => {
    const { core, hook, give } = await start();
    await give();
    const slow = await core.app.webhook.leaseCalls(hook.webhookId);
    core.clock.advance(2 * MINUTE_MS);
    await hook.turn();

    await core.app.webhook.recordCalls(
      hook.webhookId,
      slow.map(({ leased }) => ({ leased, answer: SILENT })),
    );
    core.clock.advance(DAY_MS);

    expect(await hook.turn()).toEqual([]);
  });

  it('is in the log with each call, the newest first', async () => {
    const { core, hook, give } = await start();
    await give();
    await hook.turn(REFUSED);
    core.clock.advance(MINUTE_MS);
    await hook.turn(SILENT);

    expect(await hook.log()).toMatchObject([
      { type: 'gift.issued', status: null, failure: 'timeout', tookMs: 10_000, state: 'due' },
      { type: 'gift.issued', status: 500, failure: null, excerpt: 'oh no', tookMs: 7 },
    ]);
  });
});

describe('a webhook', () => {
  it('that is down is tried with one event, and gets all when it is back', async () => {
    const { core, hook, give } = await start();
    await give(5);

    const first = await hook.turn(SILENT);
    const held = await hook.turn(SILENT);
    core.clock.advance(MINUTE_MS);
    const probe = await hook.turn(TAKEN);
    const rest = await hook.turn(TAKEN);

    expect([first, held, probe, rest].map((calls) => calls.length)).toEqual([5, 0, 1, 4]);
  });

  it('that is down uses up no tries of the events that it is not tried with', async () => {
    const { core, hook, give } = await start();
    await give();
    for (let hour = 0; hour < 30; hour += 1) {
      await hook.turn(SILENT);
      core.clock.advance(HOUR_MS);
    }
    await give(3);
    for (let turn = 0; turn < 3; turn += 1) {
      await hook.turn(SILENT);
      core.clock.advance(6 * MINUTE_MS);
    }

    const back = [...(await hook.turn(TAKEN)), ...(await hook.turn(TAKEN))];

    expect(new Set(back.map(({ id }) => id)).size).toBeGreaterThanOrEqual(3);
    expect(await hook.state()).toMatchObject({ failed: 0 });
  });

  it('that refuses one event takes the others at once', async () => {
    const { hook, give } = await start();
    await give(2);
    const [poisonous] = await hook.events();

    await hook.turn(({ id }) => (id === poisonous?.id ? REFUSED : TAKEN));
    await give();

    expect(await hook.turn(TAKEN)).toHaveLength(1);
  });

  it('is left alone for as long as Retry-After says', async () => {
    const { core, hook, give, isDue } = await start();
    await give();
    await hook.turn({ status: 429, excerpt: '', tookMs: 1, retryAfterMs: 2 * HOUR_MS });
    await give();

    core.clock.advance(2 * HOUR_MS - 1_000);
    const before = [await isDue(), (await hook.turn()).length];
    core.clock.advance(5_000);

    expect(before).toEqual([false, 0]);
    expect(await isDue()).toBe(true);
    expect(await hook.turn()).toHaveLength(1);
  });

  it('that is gone is disabled at once, with a notice to admins, and goes on when it is resumed', async () => {
    const { core, company, hook, give, isDue, request } = await start();
    await give();
    await hook.turn({ status: 410, excerpt: '', tookMs: 1 });

    const state = await hook.state();
    await give();
    core.clock.advance(DAY_MS);
    const whileDisabled = [await isDue(), (await hook.turn()).length];
    await core.app.webhook.resume(request);

    expect(state).toMatchObject({ status: 'disabled', disabledWhy: 'gone' });
    expect(await company.notificationsOf('webhook.trouble', hook.webhookId)).toEqual(['zoe']);
    expect(whileDisabled).toEqual([false, 0]);
    expect(await hook.turn()).toHaveLength(2);
  });

  it('that takes nothing has its admins warned after a day, and is disabled after three', async () => {
    const { core, company, hook, give } = await start();
    await give();
    const notices: number[] = [];

    for (let hour = 0; hour < 120; hour += 1) {
      await hook.turn(SILENT);
      notices.push((await company.notificationsOf('webhook.trouble', hook.webhookId)).length);
      core.clock.advance(HOUR_MS);
    }

    expect(new Set(notices)).toEqual(new Set([0, 1, 2]));
    expect(notices.indexOf(1)).toBeGreaterThanOrEqual(24);
    expect(notices.indexOf(2)).toBeGreaterThanOrEqual(72);
    expect(await hook.state()).toMatchObject({
      status: 'disabled',
      disabledWhy: 'failing',
      failed: 0,
      waiting: 1,
    });
  });
});

describe('sending again', () => {
  it('brings one event with the id that it had', async () => {
    const { core, hook, give, request } = await start();
    await give();
    const [first] = await hook.turn();
    const eventId = must(first, 'call').id;

    await core.app.webhook.replay({ ...request, replayed: { eventId } });

    expect(core.queue.take('send-webhooks')).toContain(hook.webhookId);
    expect(await hook.turn()).toMatchObject([{ id: eventId, body: first?.body }]);
  });

  it('brings those of a range of time, or only those that were given up', async () => {
    const { core, hook, give, request } = await start();
    await give(2);
    core.clock.advance(HOUR_MS);
    const since = core.clock.now();
    await give(3);
    await hook.turn();
    core.clock.advance(HOUR_MS);
    const until = core.clock.now();
    await give();
    await hook.turn();

    const failed = await core.app.webhook.replay({ ...request, replayed: { since, until, which: 'failed' } });
    const all = await core.app.webhook.replay({ ...request, replayed: { since, until, which: 'all' } });

    expect(failed).toMatchObject({ refusal: { kind: 'nothing-to-replay' } });
    expect(all).toMatchObject({ ok: true, value: { events: 3 } });
    expect(await hook.turn()).toHaveLength(3);
  });

  it('brings to a new webhook what happened before it was made', async () => {
    const { core, company, give } = await start();
    const since = core.clock.now();
    await give(2);
    core.clock.advance(1);
    const late = await makeWebhook(core, company.organization, { types: ['gift.issued'] });
    const { actor, webhookId } = late;

    const replayed = { since, until: core.clock.now(), which: 'all' as const };
    expect(await core.app.webhook.replay({ actor, webhookId, replayed })).toMatchObject({
      value: { events: 2 },
    });
    expect(await late.turn()).toHaveLength(2);
  });

  it('leaves alone what is being sent, and events of other organizations', async () => {
    const { core, hook, give, request } = await start();
    const stranger = await start();
    await stranger.give();
    await give();
    const [leased] = await core.app.webhook.leaseCalls(hook.webhookId);
    const [foreign] = await stranger.hook.events();

    for (const eventId of [leased?.call.id, foreign?.id].map((id) => must(id, 'event'))) {
      expect(await core.app.webhook.replay({ ...request, replayed: { eventId } })).toMatchObject({
        refusal: { kind: 'nothing-to-replay' },
      });
    }
  });

  it('is over after thirty days, when events and their log are forgotten', async () => {
    const { core, hook, give } = await start();
    await give();
    await hook.turn();

    core.clock.advance(30 * DAY_MS - HOUR_MS);
    await core.app.webhook.forgetEvents();
    const kept = (await hook.events()).length;
    core.clock.advance(2 * HOUR_MS);

    expect(await core.app.webhook.forgetEvents()).toEqual({ isDone: true });
    expect([kept, (await hook.events()).length, (await hook.log()).length]).toEqual([1, 0, 0]);
  });
});

describe('a ping', () => {
  it('goes the way of all events, whatever the webhook chose', async () => {
    const { core, hook, request } = await start();

    const pinged = await core.app.webhook.ping(request);
    const [call] = await hook.turn();

    expect(call?.id).toBe(pinged.ok ? pinged.value.eventId : '');
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'webhook.ping',
      data: { webhookId: hook.webhookId },
    });
    await core.app.webhook.pause(request);
    expect(await core.app.webhook.ping(request)).toMatchObject({
      refusal: { kind: 'webhook-state', status: 'paused' },
    });
  });
});
