import type { RefusedCount } from '#src/app.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** What requests to give are refused for, in a few words. */
const REASONS: Partial<Record<RefusedCount['kind'], PlainKey>> = {
  'unknown-giver': 'web.refused.unknownGiver',
  'pending-identity': 'web.refused.unknownGiver',
  'not-allowed': 'web.refused.notAllowed',
  'self-gift': 'web.refused.selfGift',
  'unknown-recipient': 'web.refused.unknownRecipient',
  'unknown-members': 'web.refused.unknownRecipient',
  'unknown-group': 'web.refused.unknownRecipient',
  'ambiguous-recipient': 'web.refused.unknownRecipient',
  'pending-recipient': 'web.refused.unknownRecipient',
  'outside-recipient': 'web.refused.unknownRecipient',
  'guest-recipient': 'web.refused.guest',
  'deactivated-recipient': 'web.refused.left',
  'gift-too-large': 'web.refused.tooLarge',
  'gift-too-small': 'web.refused.tooSmall',
  'over-allowance': 'web.refused.allowance',
  'over-cap': 'web.refused.cap',
  'pair-share': 'web.refused.pair',
  'budget-frozen': 'web.refused.frozen',
  'department-closed': 'web.refused.closed',
  'place-closed': 'web.refused.closed',
  'group-closed': 'web.refused.closed',
  'no-budget': 'web.refused.noBudget',
  'over-budget': 'web.refused.overBudget',
  'bad-amount': 'web.refused.badAmount',
  'wrong-currency': 'web.refused.currency',
  'unsigned-request': 'web.refused.forged',
};

/** `3 × over budget`. */
export function refusedText({ say }: Words, { kind, count }: RefusedCount): string {
  return say('web.refused.times', { count, why: say(REASONS[kind] ?? 'web.refused.other') });
}
