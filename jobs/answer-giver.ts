import type { AnswerToSend } from '#src/app.ts';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import { getPlatform, type JobDeps } from './job-deps.ts';
import { atPace, laneOf, sendDirect, sendingJob } from './sending.ts';

/**
 * Asks or tells the giver about a request at each of its stages: where they asked, or by direct message when
 * that cannot be done.
 */
export const answerGiver: Job<'answer-giver'> = {
  name: 'answer-giver',
  due: 'answers',
  ...sendingJob<AnswerToSend>({
    lease: (app, recognitionIds) => app.recognition.leaseAnswers(recognitionIds),
    send,
    record: (app, attempts) => app.recognition.recordAnswers(attempts),
  }),
};

async function send(deps: JobDeps, toSend: AnswerToSend): Promise<SendOutcome> {
  const { id, stage, replyTo } = toSend.leased;
  const message = { card: answerCard(deps.words, toSend), key: `answer-${id}-${stage}` };
  const { giver } = toSend;
  if (!giver) return getPlatform(deps, toSend.platform).answer(replyTo, message);
  const lane = laneOf(giver, 'answer');
  const outcome = await atPace(deps, lane, (platform) => platform.answer(replyTo, message));
  return isRefused(outcome) ? sendDirect(deps, giver, message) : outcome;
}

function isRefused({ status }: SendOutcome): boolean {
  return status === 'closed' || status === 'failed';
}
