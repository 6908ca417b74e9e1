import type { Tx } from '#src/db/kit/schema.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { checkoutMoves } from '#src/domain/states.ts';
import type { Deps } from './deps.ts';

/** How a checkout has moved. `refund`: a part of what was taken went back. */
export type CheckoutMove = keyof typeof checkoutMoves | 'refund';

/** What checkouts ask whoever they pay for. Their person is locked, and so are they. */
export type CheckoutEffects = {
  /** Whether a checkout still holds its money although its time is over: what it pays for is under way, and it is taken soon. */
  keeps: (tx: Tx, checkout: Checkout) => Promise<boolean>;
  /** The page of ours on which its person sees what it pays for, such as `/orders/…`; undefined where there is none. */
  pathOf: (tx: Tx, checkout: Checkout) => Promise<string | undefined>;
  /** What is done when one has moved, in the transaction that moved it, whoever did: another payment method, time, finance. */
  moved: (deps: EffectDeps, tx: Tx, checkout: Checkout, move: CheckoutMove) => Promise<void>;
};

/** What moves checkouts. */
export type EffectDeps = Pick<Deps, 'newId' | 'keys' | 'log'> & { checkoutEffects: CheckoutEffects };
