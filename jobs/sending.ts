import type { App } from '#src/app.ts';
import type { ChannelChoice } from '#src/domain/message/channels.ts';
import type { ChatPlatform, ChatUser } from '#src/ports/chat.ts';
import type { OutgoingMessage, SendOutcome, Attempt } from '#src/ports/message.ts';
import { type Again, FailNow, type SteppedJob } from './job.ts';
import { coalesce } from '#src/kit/coalesce.ts';
import { getPlatform, type JobDeps } from './job-deps.ts';
import { keepFailedJob } from './keep-failed-job.ts';
import type { Leases, NextStep } from '#src/domain/message/sending.ts';

type Sending<ToSend> = {
  lease: (app: App, ids: readonly string[]) => Promise<Leases<ToSend>>;
  send: (deps: JobDeps, toSend: ToSend) => Promise<SendOutcome>;
  record: (app: App, attempts: readonly Attempt<ToSend>[]) => Promise<NextStep[]>;
};

/** How many messages one worker process sends at the same time. */
const AT_ONCE = 100;
/** A message may wait a moment: in a batch it costs a third of what it costs alone. */
const TOGETHER = { waitMs: 20, max: AT_ONCE, parallel: 2, splitForMs: 10_000 };

/**
 * Defines how a job leases, sends and records its messages. Leases and records are batched, many messages per call to
 * the app; in between, each message is sent on its own and waits for no other.
 */
export function sendingJob<ToSend>({
  lease,
  send,
  record,
}: Sending<ToSend>): Omit<SteppedJob<JobDeps>, 'due'> {
  return {
    attempts: 8,
    backoff: { firstMs: 1_000, maxMs: 60_000 },
    concurrency: AT_ONCE,
    onFailed: keepFailedJob,

    open(deps) {
      const leaseOne = coalesce((ids: readonly string[]) => lease(deps.app, ids), TOGETHER);
      const recordOne = coalesce(async (attempts: readonly Attempt<ToSend>[]) => {
        const steps = await record(deps.app, attempts);
        return new Map(steps.map((step, index) => [attempts[index] as Attempt<ToSend>, step]));
      }, TOGETHER);

      return async function run(id) {
        const leased = await leaseOne(id);
        if (!leased) return undefined;
        if (leased.kind === 'fail') throw new FailNow(leased.reason);
        const { toSend } = leased;
        return follow(await recordOne({ toSend, outcome: await send(deps, toSend) }));
      };
    },
  };
}

/** What the queue should do after a step is recorded. */
function follow(step: NextStep | undefined): Again | undefined {
  if (step?.kind === 'fail') throw new FailNow(step.reason);
  return step?.kind === 'again' ? { again: step.afterMs } : undefined;
}

/** Sends a message over a channel. */
export function sendOver(
  deps: JobDeps,
  over: ChannelChoice<ChatUser>,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  switch (over.channel) {
    case 'dm':
      return atPace(deps, over.to, (platform) => platform.sendDirectMessage(over.to, message));
    case 'claim':
      return atPace(deps, over.to, (platform) => platform.postToChannel(over.channelId, over.to, message));
    case 'email':
      return mail(deps, over.to, message);
    default:
      return over satisfies never;
  }
}

/** Sends unless the workspace asked us to wait; if it asks now, its other messages wait too. */
async function atPace(
  deps: JobDeps,
  to: ChatUser,
  sendBy: (platform: ChatPlatform) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const waitMs = deps.pace.waitMs(to);
  if (waitMs > 0) return { status: 'later', retryAfterMs: waitMs, reason: 'the workspace asked us to wait' };
  const outcome = await sendBy(getPlatform(deps, to.platform));
  if (outcome.status === 'later') deps.pace.holdBack(to, outcome.retryAfterMs);
  return outcome;
}

/** Sends by mail, if a mail server is configured. */
async function mail(
  { mailer }: JobDeps,
  to: { name: string; email: string },
  message: OutgoingMessage,
): Promise<SendOutcome> {
  if (!mailer) return { status: 'closed', reason: 'no mail server is configured' };
  return mailer.send(to, message);
}
