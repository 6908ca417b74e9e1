import type { Redeemed } from '#src/domain/gift/gift.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { refusalText } from './refusal-text.ts';
import { textCard } from './text-card.ts';

/** What came of one code of several; `end`: its last characters, by which its owner finds it again. */
export type TriedCode = { end: string; outcome: Outcome<Redeemed> };

/** Tells somebody what came of several codes, line by line. */
export function redeemedManyCard(words: Words, tried: readonly TriedCode[]): Card {
  const { say, locale } = words;
  const added = tried.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
  const lines = tried.map(({ end, outcome }) =>
    outcome.ok
      ? say('redeemedMany.line', { amount: formatMoney(outcome.value.added, locale) })
      : say('redeemedMany.failed', { end, why: refusalText(words, outcome.refusal) }),
  );
  const balances = new Map(added.map(({ balance }) => [balance.currency, formatMoney(balance, locale)]));
  const now = [...balances.values()].map((balance) => say('redeemed.text', { balance }));
  if (added.length === 0) return textCard('refusal', say('redeemedMany.none'), [lines.join('\n')]);
  return textCard('success', say('redeemedMany.title', { count: added.length }), [lines.join('\n'), ...now]);
}
