import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPE_NAMES, EVENT_TYPES, isEventType } from '#src/domain/webhook/event-types.ts';
import { writeEventData } from '#src/domain/webhook/write-event-data.ts';

const SHAPE = {
  giftId: 'id',
  decidedBy: 'id?',
  amountMinor: 'minor',
  currency: 'currency',
  until: 'instant',
  percent: 'number',
  status: ['approved', 'declined'],
} as const;

const ID = '0197a5c2-7d1e-7000-8000-000000000001';

const DATA = {
  giftId: ID,
  decidedBy: null,
  amountMinor: 2_500n,
  currency: 'EUR',
  until: new Date('2027-01-15T09:30:00Z'),
  percent: 75,
  status: 'approved',
};

describe('the data of an event', () => {
  it('is JSON with amounts as whole numbers and instants in UTC', () => {
    expect(JSON.parse(writeEventData(SHAPE, DATA))).toEqual({
      giftId: ID,
      decidedBy: null,
      amountMinor: 2_500,
      currency: 'EUR',
      until: '2027-01-15T09:30:00.000Z',
      percent: 75,
      status: 'approved',
    });
  });

  it('keeps an amount to the last unit, however large', () => {
    expect(writeEventData({ amountMinor: 'minor' }, { amountMinor: 9_007_199_254_740_993n })).toBe(
      '{"amountMinor":9007199254740993}',
    );
  });

  it('takes no text in any field', () => {
    const texts = fc.string().filter((text) => text !== 'approved' && text !== 'declined');
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(SHAPE)), texts, (name, text) => {
        fc.pre(!/^[A-Z]{3}$/u.test(text));
        expect(() => writeEventData(SHAPE, { ...DATA, [name]: text })).toThrow(name);
      }),
    );
  });

  it.each(Object.keys(SHAPE))('lacks no field: %s', (name) => {
    expect(() => writeEventData(SHAPE, { ...DATA, [name]: undefined })).toThrow(name);
  });

  it('has no field that its type does not name', () => {
    expect(() => writeEventData(SHAPE, { ...DATA, message: ID })).toThrow('no field message');
  });
});

describe('the types of events', () => {
  it('are named after what happened to what', () => {
    expect(EVENT_TYPE_NAMES.filter((name) => !/^[a-z]+\.[a-z]+$/u.test(name))).toEqual([]);
    expect(EVENT_TYPE_NAMES.every(isEventType)).toBe(true);
    expect(['gift.eaten', 'toString', ''].filter(isEventType)).toEqual([]);
  });

  it('have no field for text', () => {
    const kinds = Object.values(EVENT_TYPES).flatMap((shape) => Object.values(shape));
    const others = kinds.filter(
      (kind) =>
        !Array.isArray(kind) &&
        !['id', 'id?', 'minor', 'currency', 'instant', 'number'].includes(String(kind)),
    );

    expect(others).toEqual([]);
  });
});
