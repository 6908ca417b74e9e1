import { type PlannableChange, storeChange } from '#src/domain/budget/proposal.ts';

/** What the record says of a planned change: which one, from when on, and what exactly. */
export function planDetail({ id, from, change }: { id: string; from: Date; change: PlannableChange }) {
  return { planId: id, from: from.toISOString(), change: storeChange(change) };
}
