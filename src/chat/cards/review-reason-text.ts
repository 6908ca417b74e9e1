import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';

/** Why a gift needs confirmation, waits or carries a warning, in words. */
export function reviewReasonText({ say, locale }: Words, reviewReason: ReviewReason): string {
  function money(stored: StoredMoney): string {
    return formatMoney(moneyOf(stored), locale);
  }
  switch (reviewReason.kind) {
    case 'several':
      return say('reviewReason.several', { people: reviewReason.people, total: money(reviewReason.total) });
    case 'outside':
      return say('reviewReason.outside', reviewReason);
    case 'guest':
      return say('reviewReason.guest', reviewReason);
    case 'repeated':
      return say('reviewReason.repeated', reviewReason);
    case 'pair-share':
      return say('reviewReason.pair-share', reviewReason);
    case 'large':
    case 'over-threshold':
      return say(`reviewReason.${reviewReason.kind}`, {
        total: money(reviewReason.total),
        over: money(reviewReason.over),
      });
    case 'over-soft-budget':
      return say('reviewReason.over-soft-budget', {
        total: money(reviewReason.total),
        left: money(reviewReason.left),
      });
    default:
      return reviewReason satisfies never;
  }
}
