import type { Secret } from '#src/domain/kit/secret.ts';

/**
 * A part of what a bought reward gives its owner, such as the number and the PIN of one card. Whoever has the secrets has
 * the money: they are shown by a one-time reveal only.
 */
export type RewardValue = {
  kind: 'code' | 'number' | 'pin' | 'link' | 'barcode';
  /** What the provider calls it, where that says more than `kind`. */
  label?: string;
  secret: Secret;
};
