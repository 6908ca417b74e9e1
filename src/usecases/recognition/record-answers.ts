import { saveAnswered } from '#src/db/recognition/answer.ts';
import type { AnswerToSend } from './lease-answers.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Attempt, type NextStep, recordAttempts } from '#src/usecases/message/steps/record-attempts.ts';

/** Writes what came of attempts to answer givers; see `recordAttempts`. */
export async function recordAnswers(
  deps: Pick<Deps, 'db' | 'clock'>,
  attempts: readonly Attempt<AnswerToSend>[],
): Promise<NextStep[]> {
  return recordAttempts(deps, 'answer-giver', attempts, {
    since: ({ leased }) => leased.decidedAt,
    saveSent: (sent) =>
      saveAnswered(
        deps.db,
        sent.map(({ toSend }) => toSend.leased),
      ),
  });
}
