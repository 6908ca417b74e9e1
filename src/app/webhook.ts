import { listWebhookLog } from '#src/db/queries/webhook/list-webhook-log.ts';
import { listWebhooks } from '#src/db/queries/webhook/list-webhooks.ts';
import { createWebhook } from '#src/usecases/webhook/create-webhook.ts';
import { deleteWebhook } from '#src/usecases/webhook/delete-webhook.ts';
import { forgetEvents } from '#src/usecases/webhook/forget-events.ts';
import { leaseCalls } from '#src/usecases/webhook/lease-calls.ts';
import { pauseWebhook } from '#src/usecases/webhook/pause-webhook.ts';
import { pingWebhook } from '#src/usecases/webhook/ping-webhook.ts';
import { recordCalls } from '#src/usecases/webhook/record-calls.ts';
import { replayWebhook } from '#src/usecases/webhook/replay-webhook.ts';
import { resumeWebhook } from '#src/usecases/webhook/resume-webhook.ts';
import { rotateWebhook } from '#src/usecases/webhook/rotate-webhook.ts';
import { fromDb } from './from.ts';

export const webhookUseCases = {
  create: createWebhook,
  delete: deleteWebhook,
  forgetEvents,
  leaseCalls,
  pause: pauseWebhook,
  ping: pingWebhook,
  recordCalls,
  replay: replayWebhook,
  resume: resumeWebhook,
  rotate: rotateWebhook,
};

export const webhookQueries = {
  list: fromDb('webhook', listWebhooks),
  log: fromDb('webhook', listWebhookLog),
};

export type { LoggedCall } from '#src/db/queries/webhook/list-webhook-log.ts';
export type { ListedWebhook } from '#src/db/queries/webhook/list-webhooks.ts';
