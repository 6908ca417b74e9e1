import type { ListedActivity } from '#src/app.ts';
import { BYTE_ORDER_MARK, csvText } from '#src/domain/kit/csv-text.ts';
import { ACTIVITY_NAMES } from '#src/domain/ledger/activity-names.ts';
import { activityTexts } from '#src/domain/ledger/activity-texts.ts';
import { readableDetail } from './readable-detail.ts';

const HEADER = [
  'at',
  'who',
  'operator',
  'kind',
  'what',
  'about',
  'department',
  'gift',
  'before and after',
  'from where',
  'id',
];

/** The head of the file, in UTF-8. */
export function recordCsvHead(): string {
  return `${BYTE_ORDER_MARK}${csvText([HEADER])}\r\n`;
}

/** Lines of the file. */
export function recordCsvLines(
  activities: readonly ListedActivity[],
  as: { currency: string; locale: string },
): string {
  if (activities.length === 0) return '';
  const lines = activities.map((activity) => {
    const { at, kind, doer, operator, subject, department, giftId, id } = activity;
    const { details } = activityTexts({ ...activity, detail: readableDetail(activity) }, as);
    const names = [doer ?? '', operator ?? '', kind, ACTIVITY_NAMES[kind], subject ?? '', department ?? ''];
    return [at.toISOString(), ...names, giftId ?? '', details, activity.address ?? '', id];
  });
  return `${csvText(lines)}\r\n`;
}
