import { Webhook } from 'standardwebhooks';
import { afterAll, expect, it, vi } from 'vitest';
import { startWorkers } from '#test/cli/webhooks/start-workers.ts';
import { keysToText } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { personRow } from '#test/helpers/company.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';
import { startReceiver } from '#test/servers/webhook-receiver.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = {
  DATABASE_URL: database.url,
  LARGESSE_DIR: dir,
  LARGESSE_KEYS: keysToText([TEST_KEY]),
  WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1',
};
const hook = await startReceiver();
const workers = await startWorkers(database);
afterAll(async () => {
  await workers.stop();
  await hook.stop();
  await database.drop();
  await remove();
});

it('makes a webhook, tries it out, shows its calls, and sends events again', async () => {
  const core = makeCore(database.db, { clock: { now: () => new Date() } });
  const company = await makeCompanyWithApprovers(core);
  await core.app.people.import(company.organization, [personRow('Zoe Admin', 'People', 'admin')]);

  const events = await say(['webhooks', 'events'], env);
  const made = await sayJson<{ id: string; secret: string }>(
    ['webhooks', 'create', hook.url, '--events', 'gift.issued', '--as', 'zoe@example.com'],
    env,
  );
  const short = made.id;
  const ping = await say(['webhooks', 'ping', short], env);
  const log = await say(['webhooks', 'log', short], env);
  const [logged] = await sayJson<{ eventId: string }[]>(['webhooks', 'log', short], env);
  const replay = await say(['webhooks', 'replay', short, '--event', logged?.eventId ?? ''], env);
  const rotated = await sayJson<{ secret: string }>(['webhooks', 'rotate', short], env);
  const paused = await say(['webhooks', 'pause', short], env);
  const list = await say(['webhooks', 'list'], env);
  const show = await say(['webhooks', 'show', short], env);
  const resumed = await say(['webhooks', 'resume', short], env);
  const deleted = await say(['webhooks', 'delete', short], env);
  const none = await say(['webhooks', 'list'], env);

  expect(events.stdout).toContain('gift.redeemed');
  expect(ping.stdout).toMatch(/^It answered 204 after \d+ ms\n$/u);
  const [call] = hook.calls;
  expect(new Webhook(made.secret).verify(call?.body ?? '', call?.headers ?? {})).toMatchObject({
    type: 'webhook.ping',
    data: { webhookId: made.id },
  });
  expect(log.stdout).toMatch(/webhook\.ping .* 204 /u);
  expect(replay.stdout).toBe('Sending 1 event again.\n');
  expect(rotated.secret).toMatch(/^whsec_/u);
  expect(rotated.secret).not.toBe(made.secret);
  expect(paused.stdout).toContain('is paused');
  expect(list.stdout).toContain('paused');
  expect(list.stdout).not.toContain('whsec_');
  expect(show.stdout).toContain('Old secret ends');
  expect(show.stdout).toContain('by Zoe Admin');
  expect(resumed.stdout).toContain('is called again');
  expect(deleted.stdout).toContain('is deleted');
  expect(none.stdout).toContain('There is no webhook.');
});

it('refuses what may not be called, and whoever is no admin', async () => {
  const inside = await say(['webhooks', 'create', 'https://169.254.169.254/', '--events', 'all'], env);
  const open = await say(['webhooks', 'create', 'http://example.com/', '--events', 'all'], env);
  const morgan = await say(
    ['webhooks', 'create', hook.url, '--events', 'all', '--as', 'morgan@example.com'],
    env,
  );
  const strange = await say(['webhooks', 'create', hook.url, '--events', 'gift.eaten'], env);
  const both = await say(['webhooks', 'replay', 'abc'], env);
  const missing = await say(['webhooks', 'show', 'ffff'], env);

  expect([inside, open, morgan, strange, both, missing].map(({ code }) => code)).toEqual([1, 1, 1, 1, 2, 1]);
  expect(inside.stderr).toContain('not public');
  expect(morgan.stderr).toContain('Only admins');
  expect(strange.stderr).toContain('gift.eaten');
});

it('says what went wrong with a ping', async () => {
  const bad = await startReceiver();
  bad.answer((response) => response.writeHead(500).end('out of order'));
  const { id } = await sayJson<{ id: string }>(['webhooks', 'create', bad.url, '--events', 'all'], env);

  const refused = await say(['webhooks', 'ping', id], env);
  await bad.stop();
  const gone = await say(['webhooks', 'ping', id], env);

  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stdout).toMatch(/^It answered 500 after \d+ ms: out of order\n$/u);
  expect(gone.stdout).toContain('There was no answer: nobody took the connection.');
});
