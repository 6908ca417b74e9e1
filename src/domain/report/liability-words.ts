/**
 * What an organization has promised and not paid out, in minor units of one currency, as the books stood at the end of a day in the
 * organization's time zone. Each kind equals the balance of its accounts then.
 *
 * - `unredeemed`: given, and neither redeemed nor back; in the department that gave it, since the day of issue.
 * - `unspent`: gift funds in wallets; in the department in which its owner is now. What is in a wallet is what came last, so its
 *   age is that of the newest money that adds up to it; money that came back from a purchase is new again.
 * - `promo`: promotional credit in wallets; in the department that granted it, since the day of the grant.
 * - `held`: taken out of wallets for purchases that are not settled; in the department in which the buyer is now, since the purchase.
 */
export const LIABILITY_KINDS = ['unredeemed', 'unspent', 'promo', 'held'] as const;

export type LiabilityKind = (typeof LIABILITY_KINDS)[number];

/** How many whole days old, at most; the last has no end. */
export const AGES = ['days30', 'days90', 'days365', 'older'] as const;

export type Age = (typeof AGES)[number];

export type Aged = Record<Age, bigint>;

/** Why money came back to budgets. */
export const RETURN_KINDS = ['voided', 'expired', 'reversed', 'promo-expired', 'promo-taken-back'] as const;

export type ReturnKind = (typeof RETURN_KINDS)[number];
