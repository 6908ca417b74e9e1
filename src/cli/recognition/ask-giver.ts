import { printAside } from '#src/cli/kit/context.ts';
import { reviewReasonText } from '#src/chat/cards/review-reason-text.ts';
import { leftLines, questionTitle } from '#src/chat/cards/question-card.ts';
import { shareText } from '#src/chat/cards/share-text.ts';
import type { Core } from '#src/process/open-core.ts';
import { askYesOrNo } from '#src/cli/kit/ask-yes-or-no.ts';
import { must } from '#src/domain/kit/must.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';

/** A recognition that waits for its giver's confirmation, and who the giver is. */
type Waiting = { id: string; as: string };

/** Whether somebody at the terminal can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks the giver's question on the terminal and records the answer; without a terminal the answer is no. Resolves to
 * whether the recognition goes on.
 */
export async function askGiver(core: Core, waiting: Waiting): Promise<boolean> {
  const { id: recognitionId, as } = waiting;
  const { id: giverId } = await getPersonWithEmail(core, as);
  const answered = { organizationId: core.organization.id, recognitionId, giverId };
  const isMeant = canAsk() && (await ask(core, waiting));
  const outcome = isMeant
    ? await core.app.recognition.confirm({ ...answered, replyTo: null })
    : await core.app.recognition.cancel(answered);
  return outcome.ok && outcome.value.recognition.status !== 'cancelled';
}

async function ask(core: Core, { id, as }: Waiting): Promise<boolean> {
  const { app, words } = core;
  const found = await app.queries.recognition.findQuestion(operatorOf(core, as), id);
  const question = must(found, `question about ${id}`);
  const lines = [
    ...question.reviewReasons.map((reviewReason) => reviewReasonText(words, reviewReason)),
    shareText(words, question.gifts),
    ...leftLines(words, question),
  ];
  printAside(lines.join('\n'));
  return askYesOrNo(questionTitle(words, question));
}
