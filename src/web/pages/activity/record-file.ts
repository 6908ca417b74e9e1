import type { ListedActivity } from '#src/app.ts';
import { wayText } from '#src/chat/cards/way-text.ts';
import { type ActivityStyle, activityTexts } from '#src/domain/ledger/activity-texts.ts';
import { instantCell, type TableFile, textCell } from '../../export/table-file.ts';
import type { Words } from '#src/words/words.ts';

/** The record as a table, for a file. */
export function recordFile(
  words: Words,
  rows: AsyncIterable<ListedActivity>,
  as: ActivityStyle,
): TableFile<ListedActivity> {
  return {
    name: 'largesse-activity',
    rows,
    columns: [
      { label: 'at', cell: ({ at }) => instantCell(at) },
      { label: 'who', cell: ({ doer }) => textCell(doer) },
      { label: 'operator', cell: ({ operator }) => textCell(operator) },
      { label: 'kind', cell: ({ kind }) => textCell(kind) },
      { label: 'what', cell: ({ kind }) => textCell(words.say(`record.kind.${kind}`)) },
      { label: 'about', cell: ({ subject }) => textCell(subject) },
      { label: 'department', cell: ({ department }) => textCell(department) },
      { label: 'gift', cell: ({ giftId }) => textCell(giftId) },
      { label: 'before and after', cell: (activity) => textCell(activityTexts(activity, as).details) },
      { label: 'from where', cell: (activity) => textCell(wayText(words, activity)) },
      { label: 'id', cell: ({ id }) => textCell(id) },
    ],
  };
}
