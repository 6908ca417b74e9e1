import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createHttpWebhookSender } from '#adapters/webhooks/http/sender.ts';
import { openQueue, type OpenQueue } from '#jobs/queue.ts';
import { sendWebhooksJob } from '#jobs/send-webhooks.ts';
import { sweepJob } from '#jobs/sweep.ts';
import { dueJobs } from '#jobs/jobs.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { keysToText } from '#src/kit/key-ring.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { findPrograms } from '#test/helpers/programs.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeWebhook } from '#test/helpers/webhooks.ts';
import { startReceiver } from '#test/servers/webhook-receiver.ts';

const database = await createTestDatabase();
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(database.drop);

/** Real workers with a real queue and real calls; the time is that of the day. */
async function start() {
  const queue: OpenQueue = await openQueue(
    { kind: 'postgres', url: database.url },
    { log: makeCore(database.db).log },
  );
  closers.push(() => queue.close());
  const time = { skipMs: 0 };
  const clock = { now: () => new Date(Date.now() + time.skipMs) };
  const core = makeCore(database.db, { queue, clock });
  const company = await makeCompanyWithApprovers(core);
  const webhooks = createHttpWebhookSender({ allowedNetworks: ['127.0.0.1/32'], wholeMs: 8_000 });
  closers.push(() => webhooks.close());
  const deps = {
    app: core.app,
    webhooks,
    words: createWords(),
    log: core.log,
    dueJobs,
  } as unknown as JobDeps;

  async function hookAt(url: string) {
    return makeWebhook(core, company.organization, { types: ['gift.issued'], url });
  }

  function work() {
    const workers = queue.work(deps, [sendWebhooksJob, sweepJob]);
    closers.push(() => workers.close());
  }

  return { company, hookAt, work, time };
}

it('keeps no webhook waiting for another that is slow', async () => {
  const { company, hookAt, work } = await start();
  const [slow, quick] = [await startReceiver(), await startReceiver()];
  closers.push(slow.stop, quick.stop);
  slow.answer(() => undefined);
  await hookAt(slow.url);
  await hookAt(quick.url);
  work();

  for (let gift = 0; gift < 30; gift += 1) await company.give('morgan', 'alice', '1');

  // Each call of the slow one takes eight seconds: all of them together would take minutes.
  await eventually(() => expect(quick.calls).toHaveLength(30), 25_000);
  expect(slow.calls.length).toBeGreaterThan(0);
  expect(slow.calls.length).toBeLessThan(30);
}, 90_000);

it('sends an event again, with its id, when the worker is killed between the call and its note', async () => {
  const { company, hookAt, work, time } = await start();
  const hook = await startReceiver();
  closers.push(hook.stop);
  hook.answer(() => undefined);
  const { webhookId, log } = await hookAt(hook.url);
  await company.give('morgan', 'alice', '1');
  const { flags, pathOf } = await findPrograms();
  const args = [database.url, keysToText([TEST_KEY]), webhookId];
  const doomed = spawn(process.execPath, [...flags, pathOf('test/jobs/doomed-caller.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await eventually(() => expect(hook.calls).toHaveLength(1), 20_000);

  doomed.kill('SIGKILL');
  await once(doomed, 'exit');
  hook.answer((response) => response.writeHead(204).end());
  expect(await log()).toEqual([]);
  time.skipMs = 2 * 60_000;
  work();

  await eventually(() => expect(hook.calls).toHaveLength(2), 25_000);
  const ids = hook.calls.map(({ headers }) => headers['webhook-id']);
  expect(ids[0]).toBe(ids[1]);
  expect(hook.calls[0]?.body).toBe(hook.calls[1]?.body);
  await eventually(async () => expect(await log()).toMatchObject([{ status: 204, state: 'sent' }]));
}, 60_000);
