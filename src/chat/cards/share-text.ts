import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import type { Share } from '#src/domain/gift/gift.ts';

/** With more people than this, their names follow each other: the platforms show so many lines and no more. */
const MAX_LINES = 10;

/** Who gets how much, or would: a line each, or one for all who get the same. */
export function shareText(
  { say, locale }: Words,
  gifts: readonly Share[],
  stage: 'issued' | 'waiting-approval' = 'issued',
): string {
  const [first] = gifts;
  if (!first || gifts.length <= MAX_LINES) {
    return gifts
      .map(({ recipientName: name, money }) =>
        say(`${stage}.line`, { name, amount: formatMoney(money, locale) }),
      )
      .join('\n');
  }
  const names = gifts.map(({ recipientName }) => recipientName).join(', ');
  return say('issued.many', { amount: formatMoney(first.money, locale), count: gifts.length, names });
}
