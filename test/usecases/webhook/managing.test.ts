import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterAll, describe, expect, it } from 'vitest';
import { EVENT_TYPE_NAMES } from '#src/domain/webhook/event-types.ts';
import { createKeyRing } from '#src/kit/key-ring.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeWebhook, TAKEN } from '#test/helpers/webhooks.ts';

const database = await createTestDatabase();
const { owner } = database;
afterAll(database.drop);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NEW_KEY = { id: 'k-new', secret: Buffer.alloc(32, 7) };

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  await core.app.people.import(company.organization, [personRow('Zoe Admin', 'People', 'admin')]);
  const hook = await makeWebhook(core, company.organization);
  const { actor, webhookId } = hook;

  function give() {
    return company.give('morgan', 'alice', '1');
  }

  async function activities() {
    const found = await core.app.queries.ledger.listActivities(actor, { limit: 50 });
    return found.filter(({ kind }) => kind.startsWith('webhook.')).map(({ kind, doer }) => [kind, doer]);
  }

  return { core, company, hook, give, request: { actor, webhookId }, activities };
}

/** A call as its receiver checks it. */
function isSignedWith(
  secret: { reveal: () => string },
  body: string,
  id: string,
  secrets: readonly { reveal: () => string }[],
) {
  const at = new Date();
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((one) => new Webhook(one.reveal()).sign(id, at, body)).join(' '),
  };
  try {
    new Webhook(secret.reveal()).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

describe('only an admin', () => {
  it.each(['morgan', 'priya', 'finn', 'ada'])('makes and manages webhooks, and not %s', async (who) => {
    const { core, company, request } = await start();
    const actor = await company.person(who);
    const { webhookId } = request;
    const { webhook } = core.app;

    const outcomes = [
      await webhook.create({ actor, url: 'https://example.com/', types: EVENT_TYPE_NAMES }),
      await webhook.pause({ actor, webhookId }),
      await webhook.resume({ actor, webhookId }),
      await webhook.delete({ actor, webhookId }),
      await webhook.ping({ actor, webhookId }),
      await webhook.rotate({ actor, webhookId, isLeaked: true }),
      await webhook.replay({ actor, webhookId, replayed: { eventId: webhookId } }),
      await core.app.queries.webhook.list(actor, core.clock.now()),
    ];

    const refusals = outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.refusal.kind));
    expect(refusals).toEqual([...Array.from({ length: 7 }, () => 'admins-only'), 'not-yours-to-see']);
  });

  it('of the same organization does, and each deed is on record', async () => {
    const { core, company, request, activities } = await start();
    const stranger = await start();
    const zoe = await company.person('zoe');
    const foreign = await core.app.webhook.pause({ ...request, actor: await stranger.company.person('zoe') });

    const { webhookId } = request;
    for (const verb of ['pause', 'resume', 'ping', 'delete'] as const)
      expect(await core.app.webhook[verb]({ actor: zoe, webhookId })).toMatchObject({ ok: true });

    expect(foreign).toMatchObject({ refusal: { kind: 'unknown-webhook' } });
    expect((await activities()).toReversed()).toEqual([
      ['webhook.created', null],
      ['webhook.paused', 'Zoe Admin'],
      ['webhook.resumed', 'Zoe Admin'],
      ['webhook.pinged', 'Zoe Admin'],
      ['webhook.deleted', 'Zoe Admin'],
    ]);
  });
});

describe('a webhook', () => {
  it('is refused for an address that may not be called, and for events that there are not', async () => {
    const { actor } = (await start()).request;
    const core = makeCore(database.db, { webhooks: { check: async () => 'private' } });

    const url = 'https://example.com/';
    expect(await core.app.webhook.create({ actor, url, types: ['gift.issued'] })).toMatchObject({
      refusal: { kind: 'webhook-url', problem: 'private' },
    });
    expect(await core.app.webhook.create({ actor, url, types: ['gift.issued', 'gift.eaten'] })).toMatchObject(
      {
        refusal: { kind: 'webhook-types', unknown: ['gift.eaten'] },
      },
    );
    expect(await core.app.webhook.create({ actor, url, types: [] })).toMatchObject({
      refusal: { kind: 'webhook-types' },
    });
  });

  it('is refused when there are twenty', async () => {
    const { core, company } = await start();
    for (let more = 1; more < 20; more += 1)
      await makeWebhook(core, company.organization, { types: ['budget.alert'] });

    await expect(makeWebhook(core, company.organization)).rejects.toThrow('webhook-limit');
  });

  it('that is paused gets what happened meanwhile when it is resumed', async () => {
    const { core, hook, give, request } = await start();
    await core.app.webhook.pause(request);

    await give();
    expect(core.queue.take('send-webhooks')).toEqual([]);
    expect(await hook.turn()).toEqual([]);
    await core.app.webhook.resume(request);

    expect(core.queue.take('send-webhooks')).toEqual([hook.webhookId]);
    expect(await hook.turn()).toHaveLength(1);
    expect(await core.app.webhook.resume(request)).toMatchObject({
      refusal: { kind: 'webhook-state', status: 'active' },
    });
  });

  it('that is deleted is called no more, keeps no secret, and never comes back', async () => {
    const { core, hook, give, request } = await start();
    await give();
    await core.app.webhook.delete(request);
    await give();

    const { rows } = await sql<{ sealed: Buffer | null }>`
      select sealed from webhook_secret where webhook_id = ${hook.webhookId}`.execute(core.db);
    expect(await hook.turn()).toEqual([]);
    expect(await hook.events()).toHaveLength(1);
    expect(rows).toEqual([{ sealed: null }]);
    expect(await core.app.webhook.resume(request)).toMatchObject({ refusal: { kind: 'webhook-state' } });
    const back = sql`update webhook set status = 'active' where id = ${hook.webhookId}`.execute(owner);
    await expect(back).rejects.toMatchObject({ code: '23001' });
  });

  it('keeps its address, whoever asks', async () => {
    const { hook } = await start();

    const moved = sql`update webhook set url = 'https://evil.example' where id = ${hook.webhookId}`.execute(
      owner,
    );

    await expect(moved).rejects.toMatchObject({ code: '23001' });
  });
});

describe('a secret', () => {
  it('is nowhere in the database, and signs what the receiver checks with it', async () => {
    const { core, hook, give } = await start();
    await give();

    const [leased] = await core.app.webhook.leaseCalls(hook.webhookId);
    const { rows } = await sql<{ found: boolean }>`
      select bool_or(row_to_json(s)::text like ${`%${hook.secret.reveal().slice(6)}%`}) as found
        from webhook_secret s`.execute(core.db);

    expect(hook.secret.reveal()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/u);
    expect(leased?.call.secrets.map((secret) => secret.reveal())).toEqual([hook.secret.reveal()]);
    expect(rows).toEqual([{ found: false }]);
  });

  it('that is replaced signs beside the new one for a day, and then no more', async () => {
    const { core, hook, give, request } = await start();
    const rotated = await core.app.webhook.rotate({ ...request, isLeaked: false });
    const fresh = rotated.ok ? rotated.value.secret : hook.secret;

    await give();
    const [during] = await core.app.webhook.leaseCalls(hook.webhookId);
    core.clock.advance(DAY_MS);
    await give();
    const after = await core.app.webhook.leaseCalls(hook.webhookId);

    const both = during?.call.secrets ?? [];
    expect([hook.secret, fresh].map((one) => isSignedWith(one, '{}', 'e1', both))).toEqual([true, true]);
    const left = after[0]?.call.secrets ?? [];
    expect([hook.secret, fresh].map((one) => isSignedWith(one, '{}', 'e1', left))).toEqual([false, true]);
  });

  it('that leaked ends at once, and a second rotation leaves no third one', async () => {
    const { core, hook, give, request } = await start();
    await core.app.webhook.rotate({ ...request, isLeaked: false });
    const rotated = await core.app.webhook.rotate({ ...request, isLeaked: true });

    await give();
    const [leased] = await core.app.webhook.leaseCalls(hook.webhookId);

    const secrets = leased?.call.secrets.map((secret) => secret.reveal());
    expect(secrets).toEqual([rotated.ok ? rotated.value.secret.reveal() : '']);
  });

  it('comes under another key, and keeps the old one from being retired until then', async () => {
    const { core, hook, give } = await start();
    const ring = createKeyRing([NEW_KEY, TEST_KEY]);
    const other = makeCore(database.db, { keys: ring });

    const before = await core.app.queries.keys.list(hook.actor);
    expect(await other.app.keys.resealWebhookSecrets()).toEqual([]);
    const after = await core.app.queries.keys.list(hook.actor);
    await give();
    const [leased] = await makeCore(database.db, { keys: createKeyRing([NEW_KEY]) }).app.webhook.leaseCalls(
      hook.webhookId,
    );

    function webhooksUnderOld(listed: typeof before) {
      return listed.ok ? listed.value.keys.find(({ id }) => id === TEST_KEY.id)?.needs.webhooks : undefined;
    }
    expect(webhooksUnderOld(before)).toBeGreaterThan(0);
    expect(webhooksUnderOld(after)).toBe(0);
    expect(leased?.call.secrets[0]?.reveal()).toBe(hook.secret.reveal());
  });

  it('under a key that is not here leaves the events to another process', async () => {
    const { hook, give } = await start();
    await give();
    const blind = makeCore(database.db, { keys: createKeyRing([{ ...NEW_KEY, id: 'k-other' }]) });

    await expect(blind.app.webhook.leaseCalls(hook.webhookId)).rejects.toMatchObject({ name: 'MissingKey' });
    expect((await hook.turn(TAKEN)).length).toBe(1);
  });
});
