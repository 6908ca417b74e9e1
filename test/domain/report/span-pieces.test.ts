import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presetRange, RANGE_PRESETS } from '#src/domain/report/day-range.ts';
import { monthPieces, type SpanPiece, spanPieces } from '#src/domain/report/span-pieces.ts';

const DAY_MS = 86_400_000;

const day = fc
  .integer({ min: Date.parse('2023-12-01') / DAY_MS, max: Date.parse('2027-02-01') / DAY_MS })
  .map((number) => new Date(number * DAY_MS).toISOString().slice(0, 10));
const range = fc.tuple(day, day).map(([one, other]) => {
  return one < other ? { from: one, to: other } : { from: other, to: one };
});

const SPAN_OF = { day: 10, month: 7, year: 4 };

/** The day's span, by its first day. */
function startOf(span: SpanPiece['span'], one: string): string {
  if (span !== 'quarter') return one.slice(0, SPAN_OF[span]) + '-01-01'.slice(SPAN_OF[span] - 4);
  const month = Math.floor((Number(one.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${one.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

/** How often a day is counted. */
function timesOf(pieces: readonly SpanPiece[], one: string): number {
  return pieces
    .filter(({ span, from, to }) => startOf(span, one) >= from && startOf(span, one) <= to)
    .reduce((sum, { times }) => sum + times, 0);
}

describe('the spans that add up to some days', () => {
  it.each([
    ['by any span', spanPieces],
    ['by month', monthPieces],
  ])('count each of those days once and no other, %s', (_how, piecesOf) => {
    fc.assert(
      fc.property(range, fc.array(day, { minLength: 20, maxLength: 20 }), (days, others) => {
        const pieces = piecesOf(days);
        for (const one of [days.from, days.to, ...others]) {
          expect([one, timesOf(pieces, one)]).toEqual([one, one >= days.from && one <= days.to ? 1 : 0]);
        }
      }),
    );
  });

  it.each(RANGE_PRESETS)('are few for %s', (preset) => {
    const counts = ['2026-11-30', '2026-01-01', '2024-02-29', '2026-06-15'].map((today) => {
      return spanPieces(presetRange(preset, today)).length;
    });

    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
  });

  it('take a year but for its last month as the year less that month', () => {
    expect(spanPieces({ from: '2026-01-01', to: '2026-11-30' })).toEqual([
      { span: 'month', from: '2026-12-01', to: '2026-12-01', times: -1 },
      { span: 'year', from: '2026-01-01', to: '2026-01-01', times: 1 },
    ]);
  });

  it('reach as far as years do', () => {
    expect(spanPieces({ from: '0940-01-01', to: '1969-12-31' })).toEqual([
      { span: 'year', from: '0940-01-01', to: '1969-01-01', times: 1 },
    ]);
  });
});
