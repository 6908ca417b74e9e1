/**
 * What becomes of a purchase. `asking`: a provider is being asked, or whoever asked it has died. `unknown`: it may have been
 * bought; it is asked for again with the same key only. The database refuses any other move.
 */
export type RewardStatus = 'due' | 'asking' | 'pending' | 'unknown' | 'bought' | 'rejected';

type Move = { from: readonly RewardStatus[]; to: RewardStatus };

export const rewardMoves = {
  /** What is being asked can be asked again once its lease has ended. */
  ask: { from: ['due', 'pending', 'unknown', 'asking'], to: 'asking' },
  buy: { from: ['asking'], to: 'bought' },
  reject: { from: ['asking'], to: 'rejected' },
  wait: { from: ['asking'], to: 'pending' },
  lose: { from: ['asking'], to: 'unknown' },
  /** Nothing happened at the provider so far. */
  postpone: { from: ['asking'], to: 'due' },
} as const satisfies Record<string, Move>;
