import { createHttpWebhookSender } from '#adapters/webhooks/http/sender.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { openQueue } from '#jobs/queue.ts';
import { sendWebhooksJob } from '#jobs/send-webhooks.ts';
import type { TestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

/** A Largesse that runs beside the commands and calls webhooks on this machine. */
export async function startWorkers({ db, url }: TestDatabase): Promise<{ stop: () => Promise<void> }> {
  const queue = await openQueue({ kind: 'postgres', url }, { log: silentLog });
  const { app, log } = makeCore(db, { queue, clock: { now: () => new Date() } });
  const webhooks = createHttpWebhookSender({ allowedNetworks: ['127.0.0.1'] });
  const workers = queue.work({ app, webhooks, log } as unknown as JobDeps, [sendWebhooksJob]);
  return {
    async stop() {
      await workers.close();
      await webhooks.close();
      await queue.close();
    },
  };
}
