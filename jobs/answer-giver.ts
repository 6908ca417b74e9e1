import type { AnswerToSend } from '#src/app.ts';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import { mailedAnswerCard } from '#src/chat/cards/mailed-answer-card.ts';
import { wayOf, whyUnsent } from '#src/domain/message/channels.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Card, SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import { getPlatform, type JobDeps } from './job-deps.ts';
import { atPace, laneOf, sendingJob, sendOver } from './sending.ts';

/**
 * Asks or tells the giver about a request at each of its stages: where they asked or, when that cannot be done, over
 * any other way to them.
 */
export const answerGiverJob: Job<'answer-giver'> = {
  name: 'answer-giver',
  due: 'answers',
  ...sendingJob<AnswerToSend>({
    lease: (app, recognitionIds) => app.recognition.leaseAnswers(recognitionIds),
    cardOf: ({ words }, toSend) => answerCard(words, toSend),
    send,
    record: (app, attempts) => app.recognition.recordAnswers(attempts),
  }),
};

async function send(deps: JobDeps, toSend: AnswerToSend, card: Card): Promise<SendOutcome> {
  const { giver, platform: id, leased } = toSend;
  const message = { card, key: keyOf(toSend) };
  if (!giver) return getPlatform(deps, id).answer(leased.replyTo, message);
  const lane = laneOf(giver, 'answer');
  const outcome = await atPace(deps, lane, (platform) => platform.answer(leased.replyTo, message));
  return hasEnded(toSend, outcome)
    ? sendElsewhere(deps, { ...toSend, giver }, { card, atPlace: outcome })
    : outcome;
}

/** A repeat tries the ways that have ended once more, which does no harm: the first open one is taken. */
async function sendElsewhere(
  deps: JobDeps,
  toSend: AnswerToSend & { giver: ChatUser },
  { card: chatCard, atPlace }: { card: Card; atPlace: SendOutcome },
): Promise<SendOutcome> {
  const { leased, giver } = toSend;
  const { organizationId } = leased;
  const tried = [reasonOf(atPlace)];
  for (const way of await deps.app.recognition.listWaysToGiver({ organizationId, giver })) {
    const card = way.channel === 'email' ? mailedAnswerCard(deps.words, toSend) : chatCard;
    const outcome = await sendOver(deps, way, { card, key: keyOf(toSend) });
    if (!hasEnded(toSend, outcome)) return outcome;
    tried.push(whyUnsent(wayOf(way), reasonOf(outcome)));
  }
  return { status: 'failed', reason: tried.join('; ') };
}

function keyOf({ leased: { id, stage } }: AnswerToSend): string {
  return `answer-${id}-${stage}`;
}

function hasEnded({ isLastTry }: AnswerToSend, { status }: SendOutcome): boolean {
  return status === 'closed' || status === 'failed' || (isLastTry && status !== 'sent');
}

function reasonOf(outcome: SendOutcome): string {
  return 'reason' in outcome ? outcome.reason : '';
}
