import type { Money } from '#src/domain/kit/money.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Whether somebody can pay such an amount on a page of another payment method, and come back from it to one of ours. */
export function takesRest({ payment, reachable }: Pick<Deps, 'payment' | 'reachable'>, rest: Money): boolean {
  return reachable.web !== undefined && payment?.pages?.takes(rest) === true;
}
