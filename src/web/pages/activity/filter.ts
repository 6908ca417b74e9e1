import { z } from 'zod';
import type { ActivityFilter } from '#src/app.ts';
import { dayStart, isDay } from '#src/domain/kit/period.ts';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';
import { ACTIVITY_KINDS } from '#src/domain/ledger/activity-kinds.ts';

const Text = z.string().trim().max(100).optional().catch(undefined);

/** What an address asks for. What is wrong in it is as if it were not there, but for days, which people type. */
const Query = z.object({
  name: Text,
  kind: z.enum(ACTIVITY_KINDS).optional().catch(undefined),
  person: z.uuid().optional().catch(undefined),
  from: Text,
  to: Text,
  before: z.uuid().optional().catch(undefined),
});

export type RecordQuery = z.infer<typeof Query>;

export function readRecordQuery(query: Record<string, string>): RecordQuery {
  return withPlainTexts(Query.parse(query));
}

/** Days as people write them, in a time in which there can be something. */
export function isRecordDay(text: string | undefined): boolean {
  return text !== undefined && /^2\d{3}-/u.test(text) && isDay(text);
}

/** The filter of a query, by the days of a zone. A day that is none limits nothing. */
export function recordFilter(query: RecordQuery, timeZone: string): Omit<ActivityFilter, 'limit'> {
  const { name, kind, person, from, to, before } = query;
  return {
    ...(name && { name }),
    ...(kind && { kind }),
    ...(person && { personId: person }),
    ...(from && isRecordDay(from) && { since: dayStart(from, timeZone) }),
    ...(to && isRecordDay(to) && { until: dayStart(to, timeZone, 1) }),
    ...(before && { before }),
  };
}

/** The address that shows a selection. */
export function recordAddress(query: RecordQuery, path = '/activity'): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const search = new URLSearchParams(given);
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}
