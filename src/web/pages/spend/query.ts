import { z } from 'zod';
import { isDay } from '#src/domain/kit/period.ts';
import { isCurrency } from '#src/domain/kit/money.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { type DayRange, presetRange, RANGE_PRESETS } from '#src/domain/report/day-range.ts';
import { SPEND_DIMENSIONS, type SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import {
  defaultSort,
  figuresBy,
  GIFT_FIGURES,
  SPEND_FIGURES,
  type SpendSort,
} from '#src/domain/report/spend-words.ts';

const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2999-12-31';

const id = z.string().refine(isUuid).optional().catch(undefined);
const word = z
  .string()
  .max(200)
  .refine((text) => text.isWellFormed() && !text.includes('\0'))
  .optional()
  .catch(undefined);

const Days = z.object({
  range: z.enum(RANGE_PRESETS).optional().catch(undefined),
  from: z.string().optional(),
  to: z.string().optional(),
});

/** The days that an address asks for. `isMisread`: it asked for days that there are not, so these are those of this month. */
export type AskedDays = DayRange & {
  preset: (typeof RANGE_PRESETS)[number] | undefined;
  isMisread: boolean;
};

/** Days of one's own choice go before those with a name. */
export function readAskedDays(query: Record<string, string>, today: string): AskedDays {
  const { range, from = '', to = '' } = Days.parse(query);
  const preset = range ?? 'this-month';
  if (from === '' && to === '') return { ...presetRange(preset, today), preset, isMisread: false };
  if (isPossible(from) && isPossible(to) && from <= to)
    return { from, to, preset: undefined, isMisread: false };
  return { ...presetRange('this-month', today), preset: 'this-month', isMisread: true };
}

/** A day that there is, in times that a report can be about. */
export function isPossible(day: string): boolean {
  return isDay(day) && day >= FIRST_DAY && day <= LAST_DAY;
}

const Asked = z.object({
  by: z.enum(SPEND_DIMENSIONS).catch('department'),
  department: id,
  sort: z
    .enum(['name', ...SPEND_FIGURES])
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** What an address asks of the spend page. What is wrong in it is as if it were not there: it may be an old one. */
export type SpendQuery = z.infer<typeof Asked> & { days: AskedDays };

export function readSpendQuery(query: Record<string, string>, today: string): SpendQuery {
  return { ...Asked.parse(query), days: readAskedDays(query, today) };
}

/** By what rows are sorted: what was asked for, if the dimension has it. */
export function sortOf({ by, sort }: SpendQuery): SpendSort {
  const isThere = sort === 'name' || (sort !== undefined && figuresBy(by).includes(sort));
  return isThere ? sort : defaultSort(by);
}

/** The rows of a page. */
export const PAGE_ROWS = 50;

/** Everything that the query means; `isWhole`: on all pages. */
export function spendFilterOf(query: SpendQuery, { isWhole = false } = {}) {
  const { by, department, page, days } = query;
  return {
    by,
    from: days.from,
    to: days.to,
    departmentId: department,
    sort: sortOf(query),
    part: isWhole ? undefined : { first: (page - 1) * PAGE_ROWS, count: PAGE_ROWS },
  };
}

/** The same as an address has it, with changes. */
export function spendParameters({ by, department, sort, days }: SpendQuery) {
  return { ...dayParameters(days), by, department, sort };
}

export function dayParameters({ from, to, preset }: AskedDays) {
  return preset === undefined ? { from, to } : { range: preset };
}

const Gifts = z.object({
  figure: z.enum(GIFT_FIGURES).catch('given'),
  department: id,
  giver: id,
  recipient: id,
  region: word,
  occasion: word,
  currency: z.string().refine(isCurrency).optional().catch(undefined),
  before: z
    .string()
    .regex(/^\d{1,14}\.[0-9a-f-]{36}$/u)
    .refine((text) => isUuid(text.split('.')[1] ?? ''))
    .optional()
    .catch(undefined),
});

export type GiftsQuery = z.infer<typeof Gifts> & { days: AskedDays };

export function readGiftsQuery(query: Record<string, string>, today: string): GiftsQuery {
  return { ...Gifts.parse(query), days: readAskedDays(query, today) };
}

/** Which gifts the query means. */
export function giftFilterOf({ figure, days, before, ...query }: GiftsQuery) {
  const [at, giftId] = before?.split('.') ?? [];
  return {
    figure,
    from: days.from,
    to: days.to,
    departmentId: query.department,
    giverId: query.giver,
    recipientId: query.recipient,
    region: query.region,
    occasion: query.occasion,
    currency: query.currency,
    before: at !== undefined && giftId !== undefined ? { at: new Date(Number(at)), giftId } : undefined,
  };
}

export function giftParameters({ days, ...query }: GiftsQuery) {
  return { ...dayParameters(days), ...query, before: undefined };
}

/** The parameter that narrows the list of gifts down to one member of a dimension. */
export const NARROWS_BY: Partial<
  Record<SpendDimension, 'department' | 'giver' | 'recipient' | 'region' | 'occasion'>
> = {
  department: 'department',
  giver: 'giver',
  recipient: 'recipient',
  region: 'region',
  occasion: 'occasion',
};
