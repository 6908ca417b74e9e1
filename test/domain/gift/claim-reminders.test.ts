import { describe, expect, it } from 'vitest';
import { dueReminder, nextClaimStep, remindersOf } from '#src/domain/gift/claim-reminders.ts';

const issuedAt = new Date('2026-11-01T12:00:00Z');
/** The last day is 31 December. */
const claimBy = new Date('2027-01-01T00:00:00Z');
const claim = { claimBy, issuedAt, timeZone: 'UTC' };

function at(iso: string): Date {
  return new Date(iso);
}

describe('reminders of a gift', () => {
  it('come 30, 14, 7 and 3 days before its last day and on it, at nine where its recipient is', () => {
    expect(remindersOf(claim).map((one) => [one.days, one.at.toISOString()])).toEqual([
      [30, '2026-12-01T09:00:00.000Z'],
      [14, '2026-12-17T09:00:00.000Z'],
      [7, '2026-12-24T09:00:00.000Z'],
      [3, '2026-12-28T09:00:00.000Z'],
      [0, '2026-12-31T09:00:00.000Z'],
    ]);
  });

  it('keep to the clocks there, also when these change', () => {
    const reminders = remindersOf({
      claimBy: at('2026-03-30T22:00:00Z'),
      issuedAt: at('2026-03-01T12:00:00Z'),
      timeZone: 'Europe/Berlin',
    });

    expect(reminders.map((one) => one.at.toISOString())).toEqual([
      '2026-03-16T08:00:00.000Z',
      '2026-03-23T08:00:00.000Z',
      '2026-03-27T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ]);
  });

  it('come before its end for whoever moved west, too', () => {
    const [last] = remindersOf({ ...claim, timeZone: 'America/Los_Angeles' }).slice(-1);

    expect(last?.at.toISOString()).toBe('2026-12-31T17:00:00.000Z');
    expect(last && last.at < claimBy).toBe(true);
  });

  it('leave out those that are not after the day of its issue', () => {
    const soon = { ...claim, issuedAt: at('2026-12-24T07:00:00Z') };

    expect(remindersOf(soon).map(({ days }) => days)).toEqual([3, 0]);
  });

  it.each([
    ['2026-12-01T08:59:59Z', undefined],
    ['2026-12-01T09:00:00Z', 30],
    ['2026-12-27T09:00:00Z', 7],
    ['2026-12-31T09:00:00Z', 0],
  ])('have at %s this one due: %s days before', (now, days) => {
    expect(dueReminder(claim, at(now))?.days).toBe(days);
  });

  it('are followed by its end', () => {
    expect(nextClaimStep(claim, issuedAt)).toEqual(at('2026-12-01T09:00:00Z'));
    expect(nextClaimStep(claim, at('2026-12-01T09:00:00Z'))).toEqual(at('2026-12-17T09:00:00Z'));
    expect(nextClaimStep(claim, at('2026-12-31T09:00:00Z'))).toEqual(claimBy);
  });
});
