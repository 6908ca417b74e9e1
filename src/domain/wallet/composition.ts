import type { Money } from '#src/domain/kit/money.ts';
import { type PromoLot, spendableLots } from './promo-lot.ts';

/** What a person holds in one currency, in minor units. `spendableMinor`: gift funds and what no date has ended of the credits. */
export type WalletComposition = {
  currency: string;
  spendableMinor: bigint;
  giftMinor: bigint;
  /** In the order in which they are spent. */
  promo: Omit<PromoLot, 'currency'>[];
  /** Nothing can be redeemed into it or spent from it. */
  isFrozen: boolean;
};

/** What a person holds, as it stands in the accounts. */
export type Holdings = { gifts: readonly Money[]; lots: readonly PromoLot[]; isFrozen: boolean };

/** What a person holds in each currency at an instant. */
export function composeHoldings({ gifts, lots, isFrozen }: Holdings, now: Date): WalletComposition[] {
  const open = spendableLots(lots, now);
  const currencies = [...new Set([...gifts, ...open].map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => {
    const giftMinor = sumOf(gifts.filter((one) => one.currency === currency).map((one) => one.amountMinor));
    const promo = open
      .filter((lot) => lot.currency === currency)
      .map(({ grantId, leftMinor, expiresAt, reason, timeZone }) => {
        return { grantId, leftMinor, expiresAt, reason, timeZone };
      });
    const spendableMinor = giftMinor + sumOf(promo.map(({ leftMinor }) => leftMinor));
    return { currency, spendableMinor, giftMinor, promo, isFrozen };
  });
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
