import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import type { Share } from '#src/domain/gift/gift.ts';

/** With more people than this, names share one line, because the platforms limit the lines of a card. */
const MAX_LINES = 10;

/** Who gets (or would get) how much: a line each, or one line if all get the same. */
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
