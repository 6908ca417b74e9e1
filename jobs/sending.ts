import type { App, Attempt, Claims, NextStep } from '#src/app.ts';
import type { ChatPlatform, ChatUser } from '#src/ports/chat.ts';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import type { JobName } from '#src/ports/queue.ts';
import { type Again, defineJob, type JobDefinition, ParkNow } from './define-job.ts';
import { gather } from '#src/kit/gather.ts';
import { getPlatform, type JobDeps, parkAs } from './job-deps.ts';

type Sending<Order> = {
  claim: (app: App, ids: readonly string[]) => Promise<Claims<Order>>;
  send: (deps: JobDeps, order: Order) => Promise<SendOutcome>;
  record: (app: App, attempts: readonly Attempt<Order>[]) => Promise<NextStep[]>;
};

/** How many messages one worker process has under way at the same time. */
const AT_ONCE = 100;
/** A message may wait a moment: in company it costs a third of what it costs alone. */
const TOGETHER = { waitMs: 20, max: AT_ONCE, parallel: 2, splitForMs: 10_000 };

/**
 * A job that sends a message: it is claimed, sent, and what came of it is written down. Claims are made together and so are
 * records, in one call of the app for many; in between each message goes by itself, and waits for no other.
 */
export function defineSending<Order>(
  name: JobName,
  { claim, send, record }: Sending<Order>,
): JobDefinition<JobDeps> {
  return defineJob<JobDeps>(name, {
    attempts: 8,
    backoff: { firstMs: 1_000, maxMs: 60_000 },
    concurrency: AT_ONCE,
    park: parkAs(name),

    open(deps) {
      const claimOne = gather((ids: readonly string[]) => claim(deps.app, ids), TOGETHER);
      const recordOne = gather(async (attempts: readonly Attempt<Order>[]) => {
        const steps = await record(deps.app, attempts);
        return new Map(steps.map((step, at) => [attempts[at] as Attempt<Order>, step]));
      }, TOGETHER);

      return async function run(id) {
        const claimed = await claimOne(id);
        if (!claimed) return undefined;
        if (claimed.kind === 'park') throw new ParkNow(claimed.reason);
        const { order } = claimed;
        return follow(await recordOne({ order, outcome: await send(deps, order) }));
      };
    },
  });
}

/** What the queue is to do after a step was written. */
function follow(step: NextStep | undefined): Again | undefined {
  if (step?.kind === 'park') throw new ParkNow(step.reason);
  return step?.kind === 'again' ? { again: step.afterMs } : undefined;
}

/** Sends unless the workspace asked us to wait; when it does so now, its other messages wait too. */
export async function atPace(
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

/** Sends by mail, where there is a mail server. */
export async function mail(
  { mailer }: JobDeps,
  to: { name: string; email: string },
  message: OutgoingMessage,
): Promise<SendOutcome> {
  if (!mailer) return { status: 'closed', reason: 'no mail server is configured' };
  return mailer.send(to, message);
}
