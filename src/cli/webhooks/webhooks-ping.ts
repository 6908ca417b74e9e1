import { setTimeout as sleep } from 'node:timers/promises';
import { jobs } from '#jobs/jobs.ts';
import type { Workers } from '#jobs/workers.ts';
import type { Command } from 'commander';
import type { LoggedCall } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { showProgress } from '#src/cli/kit/progress.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from '#src/cli/people/get-actor.ts';
import { jobDepsOf } from '#src/process/job-deps-of.ts';
import type { Core } from '#src/process/open-core.ts';
import { getWebhookNamed } from './webhook-text.ts';

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 50;
const FINISH_MS = 5_000;

/** `largesse webhooks ping`: tries a webhook out. */
export function addWebhooksPing(program: Command): void {
  addCommand(program, {
    name: 'webhooks ping',
    summary: 'call a webhook with an event of its own, and show what it answers',
    takes: (command) =>
      command
        .argument('<id>', 'the id of the webhook, or how it begins')
        .option('--as <email>', 'the admin who does it', readEmail),
    json: 'object',
    examples: ['webhooks ping 0197a5c2'],
    async run(core, id: string, { as }: { as?: string }) {
      const { id: webhookId } = await getWebhookNamed(core, id);
      const actor = await getActor(core, as);
      const { eventId } = orRefuse(core, await core.app.webhook.ping({ actor, webhookId }));
      const call = await awaitCall(core, { webhookId, eventId });
      if (!isWell(call)) process.exitCode = 1;
      return { json: { eventId, call: call ?? null }, text: pingText(call) };
    },
  });
}

function isWell(call: LoggedCall | undefined): boolean {
  return call?.state === 'sent';
}

function pingText(call: LoggedCall | undefined): string {
  if (!call) return 'No worker has called it yet. Is Largesse running? See: largesse webhooks log';
  const { status, failure, tookMs, excerpt } = call;
  if (status === null) return `There was no answer: ${FAILURES[failure ?? ''] ?? failure}.`;
  const said = excerpt ? `: ${excerpt}` : '';
  return `It answered ${status} after ${tookMs} ms${said}`;
}

const FAILURES: Record<string, string> = {
  address: 'that address may not be called. If it is yours, allow it in WEBHOOK_ALLOWED_NETWORKS',
  name: 'nobody knows an address of that name',
  connection: 'nobody took the connection',
  certificate: 'its certificate is not to be trusted',
  timeout: 'it took longer than ten seconds',
  'cut-off': 'the connection was cut off',
};

/** Waits until the event was sent once. If the embedded Postgres is our own, nobody else does it, so we do. */
async function awaitCall(
  core: Core,
  filter: { webhookId: string; eventId: string },
): Promise<LoggedCall | undefined> {
  const deadline = performance.now() + PATIENCE_MS;
  const hideProgress = showProgress('Waiting for a worker');
  let workers: Workers | undefined;
  try {
    for (;;) {
      const log = await core.app.queries.webhook.log(operatorOf(core), { ...filter, limit: 1 });
      const [call] = orRefuse(core, log);
      if (call || performance.now() > deadline) return call;
      if (core.ownsDatabase()) workers ??= await startSending(core);
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    hideProgress();
    await workers?.close(FINISH_MS);
  }
}

async function startSending(core: Core): Promise<Workers> {
  const queue = await core.queue();
  return queue.work(
    await jobDepsOf(core),
    jobs.filter(({ name }) => name === 'send-webhooks'),
  );
}
