import type { ListedActivity } from '#src/app.ts';
import { ACTIVITY_NAMES } from '#src/domain/ledger/activity-names.ts';
import { activityTexts } from '#src/domain/ledger/activity-texts.ts';
import { instantCell, type TableFile, textCell } from '../../export/table-file.ts';
import { readableDetail } from './readable-detail.ts';

/** The record as a table, for a file. */
export function recordFile(
  rows: AsyncIterable<ListedActivity>,
  as: { currency: string; locale: string },
): TableFile<ListedActivity> {
  return {
    name: 'largesse-activity',
    rows,
    columns: [
      { label: 'at', cell: ({ at }) => instantCell(at) },
      { label: 'who', cell: ({ doer }) => textCell(doer) },
      { label: 'operator', cell: ({ operator }) => textCell(operator) },
      { label: 'kind', cell: ({ kind }) => textCell(kind) },
      { label: 'what', cell: ({ kind }) => textCell(ACTIVITY_NAMES[kind]) },
      { label: 'about', cell: ({ subject }) => textCell(subject) },
      { label: 'department', cell: ({ department }) => textCell(department) },
      { label: 'gift', cell: ({ giftId }) => textCell(giftId) },
      { label: 'before and after', cell: (activity) => textCell(detailsOf(activity, as)) },
      { label: 'from where', cell: ({ address }) => textCell(address) },
      { label: 'id', cell: ({ id }) => textCell(id) },
    ],
  };
}

function detailsOf(activity: ListedActivity, as: { currency: string; locale: string }): string {
  return activityTexts({ ...activity, detail: readableDetail(activity) }, as).details;
}
