import { saveAnswered, saveNotAnswered } from '#src/db/answer.ts';
import { throughOutage } from '#src/db/lost-answers.ts';
import type { SendOutcome } from '#src/ports.ts';
import type { AnswerOrder } from './claim-answer.ts';
import type { Deps } from './deps.ts';
import { moveOf, type NextStep, type NotSent, stepAfter } from './next-step.ts';

/**
 * Writes what came of answering a giver. When somebody else has taken it over, what comes next is theirs to say.
 *
 * A database that is away is waited for: an answer that is not known to be given is given again.
 */
export async function recordAnswer(
  deps: Pick<Deps, 'db' | 'clock'>,
  order: AnswerOrder,
  outcome: SendOutcome,
): Promise<NextStep> {
  return throughOutage(() => record(deps, order, outcome), { isPatient: true });
}

async function record(
  deps: Pick<Deps, 'db' | 'clock'>,
  { answer }: AnswerOrder,
  outcome: SendOutcome,
): Promise<NextStep> {
  if (outcome.status === 'sent') {
    await saveAnswered(deps.db, answer);
    return { kind: 'done' };
  }
  const now = deps.clock.now();
  const step = nextStep(outcome, { lost: answer.attempts, since: answer.decidedAt, now });
  const isOurs = await saveNotAnswered(deps.db, answer, {
    move: moveOf(step, outcome),
    dueAt: new Date(now.getTime() + (step.kind === 'again' ? step.afterMs : 0)),
    attempts: answer.attempts + (outcome.status === 'unknown' ? 1 : 0),
  });
  return isOurs ? step : { kind: 'done' };
}

/** There is no other way to a giver than those that were tried. */
function nextStep(outcome: NotSent, tried: { lost: number; since: Date; now: Date }): NextStep {
  if (outcome.status === 'closed') return { kind: 'park', reason: outcome.reason };
  return stepAfter(outcome, tried);
}
