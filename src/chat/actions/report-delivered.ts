import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { reportedCard } from '../cards/reported-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button below a gift: freezes its code, because it is lost or somebody else saw it. */
export async function reportDelivered({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const reported = await app.gift.reportCode({ person: caller, giftId: press.value });
  return reported.ok ? reportedCard(words, reported.value) : refusalCard(words, reported.refusal);
}
