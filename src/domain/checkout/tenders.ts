import type { PromoLot } from '#src/domain/wallet/promo-lot.ts';

/** How a part of a checkout is paid. A grant of promotional credit is a tender of its own. */
export type TenderKind = 'promo' | 'gift' | 'payment';

/** A part of a checkout, in minor units. `payment`: what another payment method has to pay. */
export type TenderPart =
  | { kind: 'promo'; grantId: string; amountMinor: bigint }
  | { kind: 'gift'; amountMinor: bigint };

/** How an amount is paid: by credits in the order of `lots`, then by gift funds. What is left is the remainder, minor units. */
export function splitTenders(
  amountMinor: bigint,
  { lots, giftMinor }: { lots: readonly Pick<PromoLot, 'grantId' | 'leftMinor'>[]; giftMinor: bigint },
): { parts: TenderPart[]; remainderMinor: bigint } {
  const sources = [
    ...lots.map(({ grantId, leftMinor }) => ({ leftMinor, part: { kind: 'promo' as const, grantId } })),
    { leftMinor: giftMinor, part: { kind: 'gift' as const } },
  ];
  const parts: TenderPart[] = [];
  let rest = amountMinor;
  for (const { leftMinor, part } of sources) {
    const paid = least(leftMinor, rest);
    if (paid > 0n) parts.push({ ...part, amountMinor: paid });
    rest -= paid;
  }
  return { parts, remainderMinor: rest };
}

/** What of a tender is authorized, captured and refunded, minor units. */
export type TenderAmounts = { authorizedMinor: bigint; capturedMinor: bigint; refundedMinor: bigint };

/**
 * What is captured of each tender, in their order: so that what is not taken is the person's own gift money rather than credit.
 *
 * @throws when more is captured than they come to.
 */
export function splitCapture<T extends TenderAmounts>(
  amountMinor: bigint,
  tenders: readonly T[],
): { tender: T; amountMinor: bigint }[] {
  return takeInOrder(amountMinor, tenders, ({ authorizedMinor }) => authorizedMinor);
}

/**
 * What goes back to each tender, the last one first.
 *
 * @throws when more goes back than was taken.
 */
export function splitRefund<T extends TenderAmounts>(
  amountMinor: bigint,
  tenders: readonly T[],
): { tender: T; amountMinor: bigint }[] {
  const parts = takeInOrder(amountMinor, tenders.toReversed(), refundableOf);
  return parts.filter((part) => part.amountMinor > 0n);
}

/** What can still be refunded of tenders, minor units. */
export function refundableMinor(tenders: readonly TenderAmounts[]): bigint {
  return tenders.reduce((sum, tender) => sum + refundableOf(tender), 0n);
}

function refundableOf({ capturedMinor, refundedMinor }: TenderAmounts): bigint {
  return capturedMinor - refundedMinor;
}

function takeInOrder<T>(
  amountMinor: bigint,
  tenders: readonly T[],
  most: (tender: T) => bigint,
): { tender: T; amountMinor: bigint }[] {
  let rest = amountMinor;
  const parts = tenders.map((tender) => {
    const taken = least(most(tender), rest);
    rest -= taken;
    return { tender, amountMinor: taken };
  });
  if (rest > 0n) throw new Error('more than the tenders of a checkout come to');
  return parts;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
