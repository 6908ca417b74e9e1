import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from '#src/domain/budget/forecast.ts';

const NOVEMBER = { start: new Date('2026-11-01T00:00:00Z'), end: new Date('2026-12-01T00:00:00Z') };
const WEEK = { start: new Date('2026-11-02T00:00:00Z'), end: new Date('2026-11-09T00:00:00Z') };

function on(day: string) {
  return new Date(`${day}T00:00:00Z`);
}

describe('what comes of a budget at the pace so far', () => {
  it('lasts when a third is given after a third of the month', () => {
    const found = forecast({ period: NOVEMBER, usedMinor: 300n, leftMinor: 700n }, on('2026-11-11'));

    expect(found).toEqual({ kind: 'lasts', byEndMinor: 900n, leftMinor: 100n });
  });

  it('runs out on the day on which the last of it is given', () => {
    const found = forecast({ period: NOVEMBER, usedMinor: 500n, leftMinor: 500n }, on('2026-11-11'));

    expect(found).toEqual({ kind: 'runs-out', byEndMinor: 1_500n, at: on('2026-11-21') });
  });

  it('says nothing in the first tenth of a period, nor on its first day', () => {
    const launch = { usedMinor: 900n, leftMinor: 100n };

    expect(forecast({ period: NOVEMBER, ...launch }, on('2026-11-03'))).toEqual({ kind: 'too-early' });
    expect(forecast({ period: NOVEMBER, ...launch }, on('2026-11-04')).kind).toBe('runs-out');
    expect(forecast({ period: WEEK, ...launch }, new Date('2026-11-02T20:00:00Z')).kind).toBe('too-early');
    expect(forecast({ period: WEEK, ...launch }, on('2026-11-03')).kind).toBe('runs-out');
  });

  it('says that nothing is left, however early', () => {
    expect(forecast({ period: NOVEMBER, usedMinor: 10n, leftMinor: 0n }, on('2026-11-01')).kind).toBe(
      'used-up',
    );
    expect(forecast({ period: NOVEMBER, usedMinor: 10n, leftMinor: -5n }, on('2026-11-20')).kind).toBe(
      'used-up',
    );
  });

  it('keeps all of a budget that nobody uses, or to which more came back than was given', () => {
    const unused = { kind: 'lasts', byEndMinor: 0n, leftMinor: 700n };

    expect(forecast({ period: NOVEMBER, usedMinor: 0n, leftMinor: 700n }, on('2026-11-20'))).toEqual(unused);
    expect(forecast({ period: NOVEMBER, usedMinor: -3n, leftMinor: 700n }, on('2026-11-20'))).toEqual(unused);
  });

  it('runs out within the period and not before now, or lasts with nothing lost', () => {
    const minor = fc.bigInt({ min: 0n, max: 10n ** 15n });
    const at = fc.integer({ min: NOVEMBER.start.getTime(), max: NOVEMBER.end.getTime() - 1 });
    fc.assert(
      fc.property(minor, minor, at, (usedMinor, leftMinor, time) => {
        const found = forecast({ period: NOVEMBER, usedMinor, leftMinor }, new Date(time));
        const isWhole =
          found.kind !== 'lasts' || found.byEndMinor + found.leftMinor === usedMinor + leftMinor;
        const isWithin = found.kind !== 'runs-out' || (found.at.getTime() >= time && found.at < NOVEMBER.end);
        expect({ isWhole, isWithin }).toEqual({ isWhole: true, isWithin: true });
      }),
    );
  });
});
