/**
 * Where a part of a tender goes back to: the account that it came from, another grant because its own is over, where the funds of
 * its closed wallet went, or another payment method.
 */
export type BackWay = 'wallet' | 'restored' | 'adjusted' | 'payment';
