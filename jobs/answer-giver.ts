import type { AnswerToSend } from '#src/app.ts';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import { getPlatform, type JobDeps } from './job-deps.ts';
import { sendingJob } from './sending.ts';

/**
 * Asks or tells the giver about a request at each of its stages: where they asked, or by direct message once the
 * platform no longer allows that.
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
  const platform = getPlatform(deps, toSend.platform);
  const { id, stage, replyTo } = toSend.leased;
  const message = { card: answerCard(deps.words, toSend), key: `answer-${id}-${stage}` };
  const outcome = await platform.answer(replyTo, message);
  if (outcome.status !== 'closed' || !toSend.giver) return outcome;
  return platform.sendDirectMessage(toSend.giver, message);
}
