const LIMB_BITS = 28;
const LIMB = 2 ** LIMB_BITS;
/** Weights are of 31 bits, and an event has five of them: a limb's product with them stays within 63. */
const MOST_LIMBS = 2 ** 27;

/** The sum of each amount times its weight, without a product that is too large: in two limbs. */
export function weighed(amount: string, weight: string, counted = 'true'): string {
  const high = `least(greatest(${amount} >> ${LIMB_BITS}, -${MOST_LIMBS}), ${MOST_LIMBS - 1})`;
  return `coalesce(sum(${high} * ${weight}) filter (where ${counted}), 0) * ${LIMB}
    + coalesce(sum((${amount} & ${LIMB - 1}) * ${weight}) filter (where ${counted}), 0)`;
}

/** The weight of something in a `place`. */
export function weightIn(what: string, seed: bigint): string {
  return `(hashint8extended(place # ${what}, '${seed}'::bigint) & ${2 ** 31 - 1})`;
}
