import type { Concern } from '#src/domain/budget/giving-rules.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { moneyOf, type StoredMoney } from '#src/domain/outcome.ts';
import type { Words } from '#src/words/words.ts';

/** Why a gift is asked about, waits or is warned of, in words. */
export function concernText({ say, locale }: Words, concern: Concern): string {
  function money(stored: StoredMoney): string {
    return formatMoney(moneyOf(stored), locale);
  }
  switch (concern.kind) {
    case 'several':
      return say('concern.several', { people: concern.people, total: money(concern.total) });
    case 'repeated':
      return say('concern.repeated', concern);
    case 'pair-share':
      return say('concern.pair-share', concern);
    case 'large':
    case 'over-threshold':
      return say(`concern.${concern.kind}`, { total: money(concern.total), over: money(concern.over) });
    case 'over-soft-budget':
      return say('concern.over-soft-budget', { total: money(concern.total), left: money(concern.left) });
    default:
      return concern satisfies never;
  }
}
