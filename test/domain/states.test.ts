import { describe, expect, it } from 'vitest';
import {
  APPROVAL_STATUSES,
  approvalMoves,
  DELIVERY_STATUSES,
  deliveryMoves,
  GIFT_STATUSES,
  giftMoves,
  OPEN_STATUSES,
  RECOGNITION_STATUSES,
  recognitionMoves,
} from '#src/domain/states.ts';

type Moves = Record<string, { from: readonly string[]; to: string }>;

/** `queued>issued`, one for each way that a move can be made. */
function waysOf(moves: Moves): string[] {
  return Object.values(moves)
    .flatMap(({ from, to }) => from.map((one) => `${one}>${to}`))
    .toSorted();
}

/** The states that nothing leaves. */
function endsOf(statuses: readonly string[], moves: Moves): string[] {
  const left = new Set(Object.values(moves).flatMap(({ from }) => from));
  return statuses.filter((status) => !left.has(status));
}

describe('what may become what', () => {
  it('of a recognition', () => {
    expect(waysOf(recognitionMoves)).toEqual([
      'awaiting_approval>cancelled',
      'awaiting_approval>declined',
      'awaiting_approval>issued',
      'awaiting_confirmation>cancelled',
      'awaiting_confirmation>queued',
      'queued>awaiting_approval',
      'queued>awaiting_confirmation',
      'queued>issued',
      'queued>refused',
    ]);
    expect(endsOf(RECOGNITION_STATUSES, recognitionMoves)).toEqual([
      'issued',
      'refused',
      'declined',
      'cancelled',
    ]);
  });

  it('of a gift', () => {
    expect(waysOf(giftMoves)).toEqual([
      'delivered>expired',
      'delivered>redeemed',
      'delivered>voided',
      'issued>delivered',
      'issued>expired',
      'issued>redeemed',
      'issued>voided',
      'reserved>issued',
      'reserved>voided',
    ]);
    expect(endsOf(GIFT_STATUSES, giftMoves)).toEqual(['redeemed', 'expired', 'voided']);
  });

  it('of an approval', () => {
    expect(waysOf(approvalMoves)).toEqual([
      'open>approved',
      'open>declined',
      'open>expired',
      'open>withdrawn',
    ]);
    expect(endsOf(APPROVAL_STATUSES, approvalMoves)).toEqual([
      'approved',
      'declined',
      'expired',
      'withdrawn',
    ]);
  });

  it('of a delivery', () => {
    expect(waysOf(deliveryMoves)).toEqual([
      'due>due',
      'due>due',
      'due>failed',
      'due>sending',
      'due>sent',
      'failed>due',
      'failed>due',
      'failed>due',
      'failed>sent',
      'sending>due',
      'sending>due',
      'sending>failed',
      'sending>failed',
      'sending>sending',
      'sending>sent',
      'sending>unknown',
      'sent>due',
      'sent>due',
      'unknown>due',
      'unknown>due',
      'unknown>failed',
      'unknown>sending',
      'unknown>sent',
    ]);
    expect(endsOf(DELIVERY_STATUSES, deliveryMoves)).toEqual([]);
  });
});

it('goes on with what is neither given nor refused', () => {
  expect(OPEN_STATUSES).toEqual(['awaiting_confirmation', 'queued', 'awaiting_approval']);
});
