import type { Bank } from '../open-bank.ts';
import type { Random } from '../random.ts';

/** Where one hand works: its chance is its own. */
export type Desk = { bank: Bank; random: Random };

/** One thing that people do. It writes down in the tally what it was told. */
export type Operation = (desk: Desk) => Promise<void>;

/** What may go wrong twice at once does: the same is done so many times at the same moment. */
export function timesAtOnce(random: Random, share: number): number[] {
  return random.chance(share) ? [1, 2] : [1];
}
