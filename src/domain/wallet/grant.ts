import { DAY_MS } from '#src/domain/kit/time.ts';
import { atLeastZero } from '#src/domain/budget/funds.ts';

const REMIND_MS = 7 * DAY_MS;

/** When the owner of a grant is reminded of it: a week before it expires. Null where it is granted for less than that. */
export function remindAtOf({ grantedAt, expiresAt }: { grantedAt: Date; expiresAt: Date }): Date | null {
  const at = new Date(expiresAt.getTime() - REMIND_MS);
  return at > grantedAt ? at : null;
}

/** How much of an amount its department's budget pays, and how much its top-ups, which are spent last. Minor units. */
export function payFrom(
  amountMinor: bigint,
  leftMinor: bigint | undefined,
): { budgetMinor: bigint; topUpMinor: bigint } {
  const left = atLeastZero(leftMinor ?? 0n);
  const budgetMinor = amountMinor < left ? amountMinor : left;
  return { budgetMinor, topUpMinor: amountMinor - budgetMinor };
}

/** An account that paid for a grant, and how much, in minor units. `isTopUp`: it is spent last, and so gets its money back first. */
export type PaidBy = { isTopUp: boolean; amountMinor: bigint };

/**
 * What each account gets back of what is left of a grant, in minor units: what was spent of it was the budget's first.
 *
 * @throws when more is left than they paid.
 */
export function splitBack<S extends PaidBy>(leftMinor: bigint, sources: readonly S[]): S[] {
  let rest = leftMinor;
  const back: S[] = [];
  for (const source of sources.toSorted((a, b) => Number(b.isTopUp) - Number(a.isTopUp))) {
    const amountMinor = source.amountMinor < rest ? source.amountMinor : rest;
    rest -= amountMinor;
    if (amountMinor > 0n) back.push({ ...source, amountMinor });
  }
  if (rest > 0n) throw new Error('more is left of a grant than was paid for it');
  return back;
}
