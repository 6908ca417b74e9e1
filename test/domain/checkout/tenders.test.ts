import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  refundableMinor,
  splitCapture,
  splitRefund,
  splitTenders,
  type TenderAmounts,
} from '#src/domain/checkout/tenders.ts';

const cents = fc.bigInt({ min: 0n, max: 10_000n });
const above = fc.bigInt({ min: 1n, max: 10_000n });
const lots = fc.array(
  above.map((leftMinor) => ({ grantId: 'g', leftMinor })),
  { maxLength: 5 },
);

function tendersOf(amounts: readonly bigint[]): TenderAmounts[] {
  return amounts.map((authorizedMinor) => ({ authorizedMinor, capturedMinor: 0n, refundedMinor: 0n }));
}

function sumOf(parts: readonly { amountMinor: bigint }[]): bigint {
  return parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

describe('how an amount is paid', () => {
  it('adds up with what is left, and takes gift funds only when no credit is left', () => {
    fc.assert(
      fc.property(above, lots, cents, (amount, held, giftMinor) => {
        const { parts, remainderMinor } = splitTenders(amount, { lots: held, giftMinor });
        const creditMinor = held.reduce((sum, { leftMinor }) => sum + leftMinor, 0n);
        const ofGift = sumOf(parts.filter(({ kind }) => kind === 'gift'));

        expect(sumOf(parts) + remainderMinor).toBe(amount);
        expect(parts.every(({ amountMinor }) => amountMinor > 0n)).toBe(true);
        expect(ofGift === 0n || sumOf(parts) - ofGift === creditMinor).toBe(true);
        expect(remainderMinor === 0n || sumOf(parts) === creditMinor + giftMinor).toBe(true);
      }),
    );
  });

  it('takes credit in the order in which it is given', () => {
    const held = [
      { grantId: 'soon', leftMinor: 3n },
      { grantId: 'later', leftMinor: 5n },
    ];

    expect(splitTenders(4n, { lots: held, giftMinor: 9n }).parts).toEqual([
      { kind: 'promo', grantId: 'soon', amountMinor: 3n },
      { kind: 'promo', grantId: 'later', amountMinor: 1n },
    ]);
  });
});

describe('what is captured and refunded of tenders', () => {
  it('is captured from the first, and refunded from the last', () => {
    const tenders = tendersOf([3n, 4n, 5n]);

    const captured = splitCapture(8n, tenders);
    const taken = captured.map(({ tender, amountMinor }) => ({ ...tender, capturedMinor: amountMinor }));

    expect(taken.map(({ capturedMinor }) => capturedMinor)).toEqual([3n, 4n, 1n]);
    expect(splitRefund(3n, taken).map(({ amountMinor }) => amountMinor)).toEqual([1n, 2n]);
  });

  it('never comes to more than was taken, however it is refunded', () => {
    const runs = fc.array(above, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(runs, fc.nat(), runs, (amounts, share, refunds) => {
        const tenders = tendersOf(amounts);
        const total = amounts.reduce((sum, one) => sum + one, 0n);
        const captureMinor = (BigInt(share) % total) + 1n;
        let now = splitCapture(captureMinor, tenders).map(({ tender, amountMinor }) => {
          return { ...tender, capturedMinor: amountMinor };
        });
        let back = 0n;
        for (const asked of refunds) {
          const left = refundableMinor(now);
          const parts = splitRefund(asked < left ? asked : left, now);
          back += sumOf(parts);
          now = now.map((tender) => {
            const part = parts.find((one) => one.tender === tender);
            return { ...tender, refundedMinor: tender.refundedMinor + (part?.amountMinor ?? 0n) };
          });
        }
        expect(refundableMinor(now)).toBe(captureMinor - back);
        for (const { authorizedMinor, capturedMinor, refundedMinor } of now) {
          expect(
            refundedMinor >= 0n && refundedMinor <= capturedMinor && capturedMinor <= authorizedMinor,
          ).toBe(true);
        }
      }),
    );
  });

  it('is never refunded for more than was captured', () => {
    const tenders = [{ authorizedMinor: 5n, capturedMinor: 4n, refundedMinor: 1n }];
    expect(() => splitRefund(4n, tenders)).toThrow('more than the tenders');
  });

  it('is never more than was authorized', () => {
    expect(() => splitCapture(13n, tendersOf([3n, 4n, 5n]))).toThrow('more than the tenders');
  });
});
