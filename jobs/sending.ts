import type { NextStep } from '#src/app.ts';
import type { ChatPlatform, ChatUser, OutgoingMessage, SendOutcome } from '#src/ports.ts';
import { type Again, ParkNow } from './define-job.ts';
import { getPlatform, type JobDeps } from './job-deps.ts';

/** What the queue is to do after a step was written. */
export function follow(step: NextStep): Again | undefined {
  if (step.kind === 'park') throw new ParkNow(step.reason);
  return step.kind === 'again' ? { again: step.afterMs } : undefined;
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
