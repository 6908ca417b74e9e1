import type { AnswerOrder } from '#src/app.ts';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import type { SendOutcome } from '#src/ports.ts';
import { defineJob, ParkNow } from './define-job.ts';
import { getPlatform, type JobDeps, parkAs } from './job-deps.ts';
import { follow } from './sending.ts';

/** Asks or tells the giver what came of a request, at each of its stages: where it was asked, or by direct message once the platform no longer allows that. */
export const answerGiver = defineJob<JobDeps>('answer-giver', {
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 20,
  park: parkAs('answer-giver'),

  async run(deps, recognitionId) {
    const claim = await deps.app.claimAnswer(recognitionId);
    if (claim.kind === 'nothing') return;
    if (claim.kind === 'park') throw new ParkNow(claim.reason);
    return follow(await deps.app.recordAnswer(claim.order, await send(deps, claim.order)));
  },
});

async function send(deps: JobDeps, order: AnswerOrder): Promise<SendOutcome> {
  const platform = getPlatform(deps, order.platform);
  const { id, stage, replyTo } = order.answer;
  const message = { card: answerCard(deps.words, order), key: `answer-${id}-${stage}` };
  const outcome = await platform.answer(replyTo, message);
  if (outcome.status !== 'closed' || !order.giver) return outcome;
  return platform.sendDirectMessage(order.giver, message);
}
