import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import type { CurrentCards } from '#src/app.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { undeliveredSinceCard } from '../cards/undelivered-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

type Since = Extract<CurrentCards['undelivered']['since'], string>;

const SINCE: Partial<Record<Refusal['kind'], Since>> = {
  'already-redeemed': 'redeemed',
  'gift-expired': 'expired',
  'gift-withdrawn': 'voided',
};

/** The button on the news that a gift reached nobody: sends it again, once for all who press. */
export async function resend({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const giftId = press.value;
  const gift = await app.queries.gift.findMessage(caller, giftId);
  if (!gift) return refusalCard(words, { kind: 'not-yours-to-see' });
  const resent = await app.message.resendGift({ person: caller, giftId, isOnlyFailed: true });
  if (resent.ok) return settled(undeliveredSinceCard(words, gift, 'on-its-way'));
  const since = SINCE[resent.refusal.kind];
  return since ? settled(undeliveredSinceCard(words, gift, since)) : refusalCard(words, resent.refusal);
}
