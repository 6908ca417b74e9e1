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
    case 'not-allowed':
      return say('refusal.not-allowed', { role: refusal.role });
    case 'unknown-recipient':
    case 'ambiguous-recipient':
    case 'group-recipient':
    case 'deactivated-recipient':
    case 'bot-recipient':
      return say(`refusal.${refusal.kind}`, { name: refusal.name });
    case 'bad-amount':
      return say('refusal.bad-amount', { typed: refusal.typed });
    case 'wrong-currency':
      return say('refusal.wrong-currency', refusal);
    case 'no-budget':
      return say('refusal.no-budget', { department: refusal.department });
    case 'too-many-codes':
      return say('refusal.too-many-codes', { until: words.time(new Date(refusal.until)) });
    case 'budget-below-spent':
      return say('refusal.budget-below-spent', { spent: money(refusal.spent) });
    case 'unknown-department':
      if (refusal.known.length === 0) return say('refusal.no-departments');
      return say('refusal.unknown-department', { name: refusal.name, known: refusal.known.join(', ') });
    case 'unknown-giver':
    case 'self-gift':
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
