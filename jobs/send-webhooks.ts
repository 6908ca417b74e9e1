import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/** After so long others have their turn. */
const TURN_MS = 20_000;

/**
 * Calls one webhook with all that is due for it, some events at a time. Each webhook is a job of its own: one that is slow keeps no
 * other waiting. What has to be tried again is found by the sweep.
 */
export const sendWebhooksJob: Job<'send-webhooks'> = {
  name: 'send-webhooks',
  due: 'webhooks',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 50,
  onFailed: keepFailedRun,

  async run({ app, webhooks }, webhookId) {
    const turnEnds = performance.now() + TURN_MS;
    for (;;) {
      const calls = await app.webhook.leaseCalls(webhookId);
      if (calls.length === 0) return undefined;
      const made = await Promise.all(
        calls.map(async ({ leased, call }) => ({ leased, answer: await webhooks.call(call) })),
      );
      await app.webhook.recordCalls(webhookId, made);
      if (performance.now() > turnEnds) return { again: 0 };
    }
  },
};
