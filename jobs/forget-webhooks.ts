import type { Job } from './job.ts';

/** Forgets events that are too old to be sent to a webhook again. */
export const forgetWebhooksJob: Job<'forget-webhooks'> = {
  name: 'forget-webhooks',
  everyMs: 3_600_000,

  async run({ app }) {
    const { isDone } = await app.webhook.forgetEvents();
    return isDone ? undefined : { again: 0 };
  },
};
