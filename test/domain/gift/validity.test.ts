import { describe, expect, it } from 'vitest';
import { claimByOf, leastClaim, regionCode } from '#src/domain/gift/validity.ts';

const day = '2026-11-16';

describe('what the law of a region asks of gifts', () => {
  it.each([
    ['', undefined],
    ['FR', undefined],
    ['US', undefined],
    ['US-CA', undefined],
    ['AU', undefined],
    ['DE', 1462],
    ['IE', 1827],
    ['in', 366],
  ])('is for an award by an employer in “%s”: %s days', (region, days) => {
    expect(leastClaim({ region, source: 'employer_award', day })?.days).toBe(days);
  });

  it('differs for what somebody bought', () => {
    expect(leastClaim({ region: 'US', source: 'purchased', day })?.days).toBe(1827);
    expect(leastClaim({ region: 'AU', source: 'purchased', day })?.days).toBe(1096);
    expect(leastClaim({ region: 'US-CA', source: 'purchased', day })).toMatchObject({ days: null });
  });

  it('begins on a day', () => {
    expect(leastClaim({ region: 'IE', source: 'purchased', day: '2019-12-01' })).toBeUndefined();
    expect(leastClaim({ region: 'IE', source: 'purchased', day: '2019-12-02' })?.days).toBe(1827);
  });

  it('is that of the country where a part of it has none of its own', () => {
    expect(leastClaim({ region: 'US-NY', source: 'purchased', day })).toMatchObject({
      law: '12 CFR 1005.20',
    });
    expect(leastClaim({ region: 'de_BY', source: 'employer_award', day })?.days).toBe(1462);
  });

  it('is found however people files call the region', () => {
    expect(['Germany', ' DEUTSCHLAND ', 'de', 'USA', 'us-ca'].map(regionCode)).toEqual([
      'DE',
      'DE',
      'DE',
      'US',
      'US-CA',
    ]);
  });
});

describe('the end of a gift', () => {
  const award = { source: 'employer_award', day } as const;

  it('comes when its last day is over where its recipient is', () => {
    const ends = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'].map((timeZone) =>
      claimByOf({ ...award, region: '', days: 1, timeZone })?.toISOString(),
    );

    expect(ends).toEqual([
      '2026-11-18T00:00:00.000Z',
      '2026-11-17T15:00:00.000Z',
      '2026-11-18T08:00:00.000Z',
    ]);
  });

  it('counts days by the calendar, also where the clocks change', () => {
    const timeZone = 'Europe/Berlin';
    const end = claimByOf({ ...award, day: '2026-03-20', region: '', days: 10, timeZone });

    expect(end?.toISOString()).toBe('2026-03-30T22:00:00.000Z');
  });

  it('is never sooner than the law of its region says', () => {
    const [germany, india] = ['DE', 'IN'].map((region) =>
      claimByOf({ ...award, region, days: 30, timeZone: 'UTC' })?.toISOString(),
    );

    expect(germany).toBe('2030-01-01T00:00:00.000Z');
    expect(india).toBe('2027-11-17T00:00:00.000Z');
  });

  it('is as late as the department set where that is later than the law', () => {
    const end = claimByOf({ ...award, region: 'IN', days: 400, timeZone: 'UTC' });

    expect(end?.toISOString()).toBe('2027-12-22T00:00:00.000Z');
  });

  it('does not come where the law lets gifts have none', () => {
    expect(claimByOf({ region: 'US-CA', source: 'purchased', day, days: 30, timeZone: 'UTC' })).toBeNull();
  });

  it('of an enough number of days is never sooner than the law’s, whenever it is issued', () => {
    for (const region of ['DE', 'IE', 'IN']) {
      for (const issued of ['2024-02-29', '2024-01-01', '2025-12-31', '2027-03-01']) {
        const asked = { region, source: 'employer_award', day: issued } as const;
        const { days } = leastClaim(asked) ?? {};
        const least = claimByOf({ ...asked, days: 1, timeZone: 'UTC' });
        const set = claimByOf({ ...asked, days: days ?? 0, timeZone: 'UTC' });
        expect(set?.getTime()).toBeGreaterThanOrEqual(least?.getTime() ?? 0);
      }
    }
  });
});
