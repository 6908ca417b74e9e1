import type { SpendGift } from '#src/app.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import {
  type SheetColumn,
  instantCell,
  numberCell,
  type TableFile,
  textCell,
} from '../../export/table-file.ts';
import type { GiftsQuery } from './query.ts';

/** The gifts behind a figure as a file. */
export function giftsFile(
  words: Words,
  { figure, days }: GiftsQuery,
  rows: AsyncIterable<SpendGift>,
): TableFile<SpendGift> {
  const { say } = words;
  function text(label: string, of: (gift: SpendGift) => string | null): SheetColumn<SpendGift> {
    return { label, cell: (gift) => textCell(of(gift)) };
  }
  function instant(label: string, of: (gift: SpendGift) => Date | null): SheetColumn<SpendGift> {
    return { label, cell: (gift) => instantCell(of(gift)) };
  }
  const columns: SheetColumn<SpendGift>[] = [
    { label: say('web.spend.column.day'), cell: ({ day }) => ({ kind: 'day', day }) },
    instant(say('web.spend.column.at'), ({ at }) => at),
    text(say('web.spend.column.gift'), ({ giftId }) => giftId),
    text(say('web.spend.column.giver'), ({ giver }) => giver),
    text(say('web.spend.column.giverNumber'), ({ giverNumber }) => giverNumber),
    text(say('web.spend.column.department'), ({ department }) => department),
    text(say('web.spend.column.recipient'), ({ recipient }) => recipient),
    text(say('web.spend.column.recipientNumber'), ({ recipientNumber }) => recipientNumber),
    text(say('web.spend.column.recipientDepartment'), ({ recipientDepartment }) => recipientDepartment),
    text(say('web.spend.column.region'), ({ region }) => region),
    text(say('web.spend.column.occasion'), ({ occasion }) => occasion),
    text(say('web.spend.column.message'), ({ message }) => message),
    { label: say('web.spend.column.amount'), cell: (gift) => numberCell(toDecimal(gift)) },
    text(say('web.spend.currency'), ({ currency }) => currency),
    text(say('web.spend.column.status'), (gift) => giftStatusText(words, gift)),
    instant(say('web.spend.column.givenAt'), ({ issuedAt }) => issuedAt),
    text(say('web.spend.column.deliveredBy'), ({ deliveredBy }) =>
      deliveredBy === null ? null : say(`web.gift.channel.${deliveredBy}`),
    ),
    instant(say('web.spend.column.deliveredAt'), ({ deliveredAt }) => deliveredAt),
    instant(say('web.spend.column.redeemedAt'), ({ redeemedAt }) => redeemedAt),
    text(say('web.spend.column.taxClass'), ({ taxClass }) => say(`web.gift.taxClass.${taxClass}`)),
    text(say('web.spend.column.lastFour'), ({ lastFour }) => lastFour),
  ];
  return { name: `gifts-${figure}-${days.from}-${days.to}`, columns, rows };
}

/** Where a gift is now. */
export function giftStatusText(
  { say }: Words,
  { status, isReversed }: Pick<SpendGift, 'status' | 'isReversed'>,
): string {
  return isReversed ? say('web.gift.status.reversed') : say(`web.gift.status.${status}`);
}
