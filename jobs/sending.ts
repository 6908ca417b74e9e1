import type { App } from '#src/app.ts';
import type { ChannelChoice } from '#src/domain/message/channels.ts';
import type { ChatPlatform, ChatUser } from '#src/ports/chat.ts';
import type { Attempt, Card, OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import { type Again, FailNow, type SteppedJob } from './job.ts';
import { coalesce } from '#src/kit/coalesce.ts';
import type { Lane } from '#src/kit/pace.ts';
import { getPlatform, type JobDeps } from './job-deps.ts';
import { keepFailedRun } from './keep-failed-run.ts';
import type { Leases, NextStep } from '#src/domain/message/sending.ts';

type Sending<ToSend, C extends Card | undefined> = {
  lease: (app: App, ids: readonly string[]) => Promise<Leases<ToSend>>;
  cardOf: (deps: JobDeps, toSend: ToSend) => C;
  send: (deps: JobDeps, toSend: ToSend, card: C) => Promise<SendOutcome>;
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
export function sendingJob<ToSend, C extends Card | undefined = Card>({
  lease,
  cardOf,
  send,
  record,
}: Sending<ToSend, C>): Omit<SteppedJob<JobDeps>, 'due'> {
  return {
    attempts: 8,
    backoff: { firstMs: 1_000, maxMs: 60_000 },
    concurrency: AT_ONCE,
    onFailed: keepFailedRun,

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
        if (leased.kind === 'again') return { again: leased.afterMs };
        const { toSend } = leased;
        const card = cardOf(deps, toSend);
        return follow(await recordOne({ toSend, card, outcome: await send(deps, toSend, card) }));
      };
    },
  };
}

/** What the queue should do after a step is recorded. */
function follow(step: NextStep | undefined): Again | undefined {
  if (step?.kind === 'fail') throw new FailNow(step.reason);
  return step?.kind === 'again' ? { again: step.afterMs } : undefined;
}

/** Sends a message over a channel. `isAskedAgain`: try even where messages were closed a moment ago. */
export function sendOver(
  deps: JobDeps,
  over: ChannelChoice<ChatUser>,
  message: OutgoingMessage,
  isAskedAgain = false,
): Promise<SendOutcome> {
  switch (over.channel) {
    case 'dm':
      return sendDirect(deps, over.to, message, isAskedAgain);
    case 'claim':
      return atPace(deps, laneOf(over.to, 'message'), (platform) =>
        platform.postToChannel(over.channelId, over.to, message),
      );
    case 'email':
      return mail(deps, over.to, message);
    default:
      return over satisfies never;
  }
}

/** Sends a direct message, unless the account took none a moment ago. */
export async function sendDirect(
  deps: JobDeps,
  to: ChatUser,
  message: OutgoingMessage,
  isAskedAgain = false,
): Promise<SendOutcome> {
  const closed = isAskedAgain ? undefined : deps.closedAccounts.find(to);
  if (closed) return closed;
  const lane = laneOf(to, 'message');
  const outcome = await atPace(deps, lane, (platform) => platform.sendDirectMessage(to, message));
  deps.closedAccounts.note(to, outcome);
  return outcome;
}

/** Calls the platform unless this lane was asked to wait; if it is asked now, its other calls wait too. */
export async function atPace(
  deps: JobDeps,
  lane: Lane,
  sendBy: (platform: ChatPlatform) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const waitMs = deps.pace.waitMs(lane);
  if (waitMs > 0) return { status: 'later', retryAfterMs: waitMs, reason: 'the workspace asked us to wait' };
  const outcome = await sendBy(getPlatform(deps, lane.platform));
  if (outcome.status === 'later') {
    return { ...outcome, retryAfterMs: deps.pace.holdBack(lane, outcome.retryAfterMs) };
  }
  deps.pace.free(lane);
  return outcome;
}

export function laneOf({ platform, workspaceId }: ChatUser, call: Lane['call']): Lane {
  return { platform, workspaceId, call };
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
