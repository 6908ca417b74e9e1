import type { ActivityStyle } from '#src/domain/ledger/activity-texts.ts';
import type { Words } from '#src/words/words.ts';

/** How an organization reads its record: in its currency and zone. */
export function activityStyle(
  words: Words,
  { currency, timeZone }: { currency: string; timeZone: string },
): ActivityStyle {
  return {
    currency,
    locale: words.locale,
    yes: words.say('record.yes'),
    no: words.say('record.no'),
    field: words.field,
    instant: (at) => words.dateAndTime(at, timeZone),
  };
}
