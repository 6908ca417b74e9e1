import { expect, it } from 'vitest';
import type { GiftCardStatus } from '#src/domain/states.ts';
import { refusalOfStatus, refusalOfUndo } from '#src/domain/gift/taking-back.ts';

const GIFT = {
  giverId: 'morgan',
  status: 'issued',
  issuedAt: new Date('2026-11-16T10:00:00Z'),
  card: undefined,
} as const;

function undo(more: { personId?: string; at?: string; status?: typeof GIFT.status | 'redeemed' }) {
  const { personId = 'morgan', at = '2026-11-16T10:04:59.999Z', status = 'issued' } = more;
  return refusalOfUndo({ ...GIFT, status }, { personId, now: new Date(at), undoMinutes: 5 });
}

it('lets a giver take a gift back until its minutes are over, and not at that instant', () => {
  expect(undo({})).toBeUndefined();
  expect(undo({ at: '2026-11-16T10:05:00.000Z' })).toEqual({ kind: 'undo-over', minutes: 5 });
});

it('tells whose gift it is before anything else, and what became of it before how long ago', () => {
  expect(undo({ personId: 'dana', status: 'redeemed' })).toEqual({ kind: 'not-your-gift' });
  expect(undo({ status: 'redeemed', at: '2026-11-17T10:00:00Z' })).toEqual({ kind: 'gift-redeemed' });
});

it.each([
  ['issued', undefined],
  ['delivered', undefined],
  ['reserved', { kind: 'gift-waits' }],
  ['redeemed', { kind: 'gift-redeemed' }],
  ['expired', { kind: 'gift-expired' }],
  ['voided', { kind: 'gift-withdrawn' }],
] as const)('of a gift that is %s, its code’s value cannot be taken because of %j', (status, refusal) => {
  expect(refusalOfStatus({ status, card: undefined })).toEqual(refusal);
});

it('cannot be taken back while its card is being bought, and after that; before, and where none was bought, it can', () => {
  function of(status: Exclude<GiftCardStatus, 'open'>) {
    return refusalOfStatus({ status: 'delivered', card: { name: 'Cinema', status } });
  }
  expect(refusalOfStatus({ status: 'delivered', card: { name: null, status: 'open' } })).toBeUndefined();
  expect(of('chosen')).toBeUndefined();
  expect(of('waiting')).toBeUndefined();
  expect(of('ordered')).toEqual({ kind: 'gift-card-ordered', card: 'Cinema' });
  expect(of('bought')).toEqual({ kind: 'gift-card-bought', card: 'Cinema' });
  expect(of('failed')).toBeUndefined();
});
