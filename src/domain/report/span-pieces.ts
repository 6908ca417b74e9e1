import type { DayRange } from './day-range.ts';

/** For how long spend is added up, from short to long. */
export const SPANS = ['day', 'month', 'quarter', 'year'] as const;

export type Span = (typeof SPANS)[number];

/** Spans that follow each other, from the one that begins on `from` to the one that begins on `to`, counted so many times. */
export type SpanPiece = DayRange & { span: Span; times: number };

/** A day with a span has far fewer rows than a longer one. */
const COST: Record<Span, number> = { day: 1, month: 3, quarter: 4, year: 5 };

/** An instant between two days, and in which span it is, by number. */
type Edge = Record<Span, number>;

/**
 * Which spans add up to these days, with as little to add as there is: a year but for its last month is the year less that month.
 */
export function spanPieces({ from, to }: DayRange): SpanPiece[] {
  const end = edgeAt(dayNumber(to) + 1);
  const ways = waysTo(edgeAt(dayNumber(from))).flatMap((start) =>
    waysTo(end).map((way) => runsBetween(start, way)),
  );
  const [first, ...others] = ways.map((runs) => ({ runs, cost: costOf(runs) }));
  const best = others.reduce((least, one) => (one.cost < (least?.cost ?? Infinity) ? one : least), first);
  return (best?.runs ?? []).map(pieceOf);
}

/** The same by month: whole months, and the days of those that are not whole. */
export function monthPieces({ from, to }: DayRange): SpanPiece[] {
  const [start, end] = [edgeAt(dayNumber(from)), edgeAt(dayNumber(to) + 1)];
  const first = firstDayOf(start.month) === start.day ? start.month : start.month + 1;
  if (first > end.month) return [{ span: 'day', from, to, times: 1 }];
  const runs = [
    { span: 'day' as const, first: start.day, count: firstDayOf(first) - start.day, times: 1 },
    { span: 'month' as const, first, count: end.month - first, times: 1 },
    { span: 'day' as const, first: firstDayOf(end.month), count: end.day - firstDayOf(end.month), times: 1 },
  ];
  return runs.filter(({ count }) => count > 0).map(pieceOf);
}

type Numbered = { span: Span; first: number; count: number; times: number };

/**
 * The ways to a day: years until it, or until its year ends, then quarters from there on or back, and so on. Each says, by span,
 * where its steps begin and end.
 */
type Way = Record<Span, readonly [begin: number, end: number]>;

function waysTo(at: Edge): Way[] {
  const ends = [0, 1] as const;
  return ends.flatMap((year) =>
    ends.flatMap((quarter) =>
      ends.map((month): Way => {
        const [years, quarters, months] = [at.year + year, at.quarter + quarter, at.month + month];
        return {
          year: [0, years],
          quarter: [years * 4, quarters],
          month: [quarters * 3, months],
          day: [firstDayOf(months), at.day],
        };
      }),
    ),
  );
}

function runsBetween(start: Way, end: Way): Numbered[] {
  return SPANS.flatMap((span) => overlap(span, start[span], end[span]));
}

function pieceOf({ span, first, count, times }: Numbered): SpanPiece {
  return { span, from: startOf(span, first), to: startOf(span, first + count - 1), times };
}

/** What the steps of one way add, less what those of the other add. */
function overlap(
  span: Span,
  [takenFrom, takenTo]: readonly [number, number],
  [addedFrom, addedTo]: readonly [number, number],
): Numbered[] {
  const turns = [
    { at: addedFrom, by: 1 },
    { at: addedTo, by: -1 },
    { at: takenFrom, by: -1 },
    { at: takenTo, by: 1 },
  ].toSorted((one, other) => one.at - other.at);
  let times = 0;
  return turns.flatMap(({ at, by }, index) => {
    times += by;
    const count = (turns[index + 1]?.at ?? at) - at;
    return count === 0 || times === 0 ? [] : [{ span, first: at, count, times }];
  });
}

function costOf(runs: readonly Numbered[]): number {
  return runs.reduce((sum, { span, count }) => sum + COST[span] * count, 0);
}

const DAY_MS = 86_400_000;

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function edgeAt(day: number): Edge {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { day, month: year * 12 + month, quarter: year * 4 + Math.floor(month / 3), year };
}

/** Of a month by its number. */
function firstDayOf(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return date.getTime() / DAY_MS;
}

function startOf(span: Span, number: number): string {
  const months = { month: 1, quarter: 3, year: 12 };
  const day = span === 'day' ? number : firstDayOf(number * months[span]);
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
