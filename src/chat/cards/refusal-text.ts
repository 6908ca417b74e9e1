import { formatMoney } from '#src/domain/money.ts';
import { moneyOf, type Refusal, type StoredMoney } from '#src/domain/outcome.ts';
import type { Words } from '#src/words/words.ts';

/** A refusal in words, saying what is left, until when, and what to do. */
export function refusalText(words: Words, refusal: Refusal): string {
  const { say } = words;
  function money(stored: StoredMoney): string {
    return formatMoney(moneyOf(stored), words.locale);
  }
  switch (refusal.kind) {
    case 'over-budget':
      return say('refusal.over-budget', {
        department: refusal.department,
        asked: money(refusal.asked),
        left: money(refusal.left),
        until: words.date(new Date(refusal.until), refusal.timeZone),
      });
    case 'gift-too-large':
      return say('refusal.gift-too-large', { most: money(refusal.most) });
    case 'gift-too-small':
      return say('refusal.gift-too-small', { least: money(refusal.least) });
    case 'over-allowance':
      return say('refusal.over-allowance', {
        asked: money(refusal.asked),
        left: money(refusal.left),
        until: words.date(new Date(refusal.until), refusal.timeZone),
      });
    case 'over-cap':
      return say('refusal.over-cap', { name: refusal.name, left: money(refusal.left), year: refusal.year });
    case 'pair-share':
      return say('refusal.pair-share', {
        name: refusal.name,
        percent: refusal.percent,
        maxPercent: refusal.maxPercent,
        until: words.date(new Date(refusal.until), refusal.timeZone),
      });
    case 'too-little-to-move':
      return say('refusal.too-little-to-move', { department: refusal.department, left: money(refusal.left) });
    case 'currencies-differ':
      return say('refusal.currencies-differ', refusal);
    case 'not-allowed':
      return say('refusal.not-allowed', { role: refusal.role });
    case 'unknown-recipient':
    case 'ambiguous-recipient':
    case 'group-recipient':
    case 'deactivated-recipient':
    case 'bot-recipient':
    case 'guest-recipient':
      return say(`refusal.${refusal.kind}`, { name: refusal.name });
    case 'bad-amount':
      return say('refusal.bad-amount', { typed: refusal.typed });
    case 'wrong-currency':
      return say('refusal.wrong-currency', refusal);
    case 'no-budget':
    case 'budget-frozen':
      return say(`refusal.${refusal.kind}`, { department: refusal.department });
    case 'too-many-codes':
      return say('refusal.too-many-codes', { until: words.time(new Date(refusal.until)) });
    case 'budget-below-spent':
      return say('refusal.budget-below-spent', { spent: money(refusal.spent) });
    case 'unknown-department':
      if (refusal.known.length === 0) return say('refusal.no-departments');
      return say('refusal.unknown-department', { name: refusal.name, known: refusal.known.join(', ') });
    case 'unknown-giver':
    case 'self-gift':
    case 'nobody-to-give':
    case 'mistyped-code':
    case 'code-refused':
    case 'unknown-person':
    case 'not-yours':
    case 'already-redeemed':
    case 'unlinked-workspace':
      return say(`refusal.${refusal.kind}`);
    default:
      return refusal satisfies never;
  }
}
