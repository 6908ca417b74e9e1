import type { Tx } from '#src/db/kit/schema.ts';
import { throughOutage } from '#src/db/kit/lost-answers.ts';
import { transact } from '#src/db/kit/transact.ts';
import {
  findWebhookById,
  lockWebhook,
  saveHealth,
  saveWebhookMove,
  type Webhook,
} from '#src/db/webhook/webhook.ts';
import {
  insertWebhookAttempts,
  type LeasedEvent,
  saveSettledEvents,
  type SettledEvent,
  type WebhookAttempt,
} from '#src/db/webhook/webhook-sending.ts';
import { must } from '#src/domain/kit/must.ts';
import { healthAfter } from '#src/domain/webhook/health.ts';
import { nextCallMs } from '#src/domain/webhook/retry-schedule.ts';
import { type Verdict, verdictOf } from '#src/domain/webhook/verdict.ts';
import type { WebhookAnswer } from '#src/ports/webhooks.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { recordWebhook } from './steps/record-webhook.ts';
import { tellOfTrouble } from './steps/tell-of-trouble.ts';

type RecordDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** A call that was made, and what came back. */
export type MadeCall = { leased: LeasedEvent; answer: WebhookAnswer };

type JudgedAnswer = MadeCall & { verdict: Verdict; attempt: WebhookAttempt };

/**
 * Records what came of a webhook's calls: what is tried again and when, and how the webhook does. One that wants no more, or that
 * took nothing for three days, is disabled, and admins are told.
 *
 * Tries for a while when the database is away: a call that is not recorded would be made again.
 */
export async function recordCalls(
  deps: RecordDeps,
  webhookId: string,
  made: readonly MadeCall[],
): Promise<void> {
  const judged = made.map((one) => ({
    ...one,
    verdict: verdictOf(one.answer.status),
    attempt: attemptOf(deps, one),
  }));
  await throughOutage(() => transact(deps, (tx) => record(deps, tx, webhookId, judged)), {
    isPersistent: true,
  });
}

function attemptOf({ newId, clock }: RecordDeps, { leased: { eventId }, answer }: MadeCall): WebhookAttempt {
  const { tookMs } = answer;
  const call = { id: newId(), eventId, at: clock.now(), tookMs };
  if (answer.status === undefined) return { ...call, status: null, failure: answer.failure, excerpt: '' };
  return { ...call, status: answer.status, failure: null, excerpt: answer.excerpt };
}

async function record(
  deps: RecordDeps,
  tx: Tx,
  webhookId: string,
  judged: readonly JudgedAnswer[],
): Promise<void> {
  const ref = must(await findWebhookById(tx, webhookId), `webhook ${webhookId}`);
  const webhook = must(await lockWebhook(tx, ref), `webhook ${webhookId}`);
  const attempts = judged.map(({ attempt }) => attempt);
  // A repeat, whose answer was lost, finds that it was recorded.
  if ((await insertWebhookAttempts(tx, webhook, attempts)) === 0) return;
  await saveSettledEvents(
    tx,
    webhook,
    judged.map((one) => settle(one, tx.now)),
  );
  if (webhook.status !== 'deleted') await judgeWebhook(deps, tx, webhook, judged);
}

/** What an event that was refused waits for; one that a webhook is gone for waits until it is back. */
function settle({ leased, verdict, answer }: JudgedAnswer, now: Date): SettledEvent {
  if (verdict === 'ok') return { leased, move: 'send', dueAt: now };
  const askedMs = 'retryAfterMs' in answer ? answer.retryAfterMs : undefined;
  const waitMs = verdict === 'gone' ? 0 : nextCallMs(leased.attempts, Math.random(), askedMs);
  if (waitMs === undefined) return { leased, move: 'fail', dueAt: now };
  return { leased, move: 'postpone', dueAt: new Date(now.getTime() + waitMs) };
}

async function judgeWebhook(
  deps: RecordDeps,
  tx: Tx,
  webhook: Webhook,
  judged: readonly JudgedAnswer[],
): Promise<void> {
  const calls = judged.map(({ verdict, answer }) => {
    return { verdict, retryAfterMs: 'retryAfterMs' in answer ? answer.retryAfterMs : undefined };
  });
  const { health, disabledWhy, isWarning } = healthAfter(webhook, calls, {
    now: tx.now,
    random: Math.random(),
  });
  await saveHealth(tx, webhook, health);
  const since = health.failingSince ?? tx.now;
  if (isWarning) await tellOfTrouble(deps, tx, webhook, { state: 'failing', since });
  if (!disabledWhy || !(await saveWebhookMove(tx, webhook, 'disable', disabledWhy))) return;
  const detail = { why: disabledWhy };
  await recordWebhook(deps, tx, webhook, { kind: 'webhook.disabled', actorId: null, detail });
  await tellOfTrouble(deps, tx, webhook, { state: disabledWhy === 'gone' ? 'gone' : 'disabled', since });
}
