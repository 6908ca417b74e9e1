import { formatMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { reportedCard } from '../cards/reported-card.ts';
import { textCard } from '../cards/text-card.ts';
import { type Caller, type CommandContext, defineCommand } from '../define-command.ts';

/** `/report-code [last four letters]`: freezes the code of a gift that waits for the caller. */
export const reportCode = defineCommand({
  name: 'report-code',
  summary: 'report-code.summary',
  usage: 'report-code.usage',
  example: 'report-code.example',
  options: { code: { kind: 'code', summary: 'report-code.option.code', isRequired: false } },

  async run({ app, words, findCaller }, { code }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const waiting = await listWaiting(app, caller.value);
    const found = findGift(waiting, code);
    if ('refusal' in found) return refusalCard(words, found.refusal);
    if (!found.gift) return whichCard(words, waiting);
    const reported = await app.gift.reportCode({ person: caller.value, giftId: found.gift.giftId });
    return reported.ok ? reportedCard(words, reported.value) : refusalCard(words, reported.refusal);
  },
});

type Waiting = Awaited<ReturnType<typeof listWaiting>>;

async function listWaiting({ queries }: CommandContext['app'], caller: Caller) {
  return must(await queries.wallet.find(caller, caller.id), 'wallet of one’s own').unredeemed;
}

/** The gift that is meant: by the end of its code, or the only one that waits. */
function findGift(
  waiting: Waiting,
  typed: string | undefined,
): { gift: Waiting[number] | undefined } | { refusal: Refusal } {
  if (waiting.length === 0) return { refusal: { kind: 'nothing-to-report' } };
  const lastFour =
    typed
      ?.replaceAll(/[^0-9a-z]/giu, '')
      .toUpperCase()
      .slice(-4) ?? '';
  if (lastFour === '') return { gift: waiting.length === 1 ? waiting[0] : undefined };
  const gift = waiting.find((one) => one.lastFour === lastFour);
  return gift ? { gift } : { refusal: { kind: 'no-such-code', lastFour } };
}

function whichCard(words: Words, waiting: Waiting): Card {
  const { say, locale } = words;
  const lines = waiting.map((gift) => {
    const { giverName: giver, lastFour } = gift;
    return say('balance.gift', { amount: formatMoney(gift, locale), giver, lastFour });
  });
  return textCard('info', say('report.whichTitle'), [say('report.which'), lines.join('\n')]);
}
