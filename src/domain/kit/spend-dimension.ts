/** By what spend can be told apart. */
export const SPEND_DIMENSIONS = [
  'department',
  'giver',
  'recipient',
  'region',
  'occasion',
  'marketplace',
  'month',
] as const;

export type SpendDimension = (typeof SPEND_DIMENSIONS)[number];
