import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { CheckoutStatus } from '#src/domain/states.ts';
import type { TenderAmounts, TenderKind } from './tenders.ts';

/** Where a wallet can be spent, in one currency. */
export type Marketplace = { organizationId: string; id: string; name: string; currency: string };

/** How long money is held for a checkout: as long as cards hold theirs. */
export const HOLD_MS = 7 * DAY_MS;
/** How long another payment method may take to say whether it pays the rest. Meanwhile nothing else can be bought with the wallet's part. */
const REMAINDER_MS = HOUR_MS / 2;
/** How long somebody can pay the rest on a page of another payment method. */
const PAGE_MS = HOUR_MS;
/** How much longer their money is held: so that what they paid last is heard of. */
const PAGE_HEARD_MS = 5 * MINUTE_MS;
/** How long credit lasts that comes back after its day. */
const RESTORED_MS = 14 * DAY_MS;

/** One part of how a checkout is paid. `grantId`: the grant of promotional credit. */
export type Tender = TenderAmounts & {
  id: string;
  kind: TenderKind;
  grantId: string | null;
  /** The other payment method, by the name of its folder, and what that calls it. */
  method: string | null;
  providerRef: string | null;
};

/** A purchase, and how it is paid. Amounts in minor units of its currency. */
export type Checkout = Money & {
  organizationId: string;
  id: string;
  personId: string;
  marketplaceId: string;
  description: string;
  requestId: string;
  madeAt: Date;
  /** Until when its money is held. */
  expiresAt: Date;
  status: CheckoutStatus;
  capturedMinor: bigint;
  captureKey: string | null;
  endedAt: Date | null;
  /** In the order in which they are spent. */
  tenders: readonly Tender[];
};

/** Until when the money of a checkout is held that waits for another payment method, on a page of that or not. */
export function waitsUntil(madeAt: Date, isOnPage: boolean): Date {
  return new Date(madeAt.getTime() + (isOnPage ? PAGE_MS + PAGE_HEARD_MS : REMAINDER_MS));
}

/** Until when somebody can pay on the page. */
export function payableUntil({ madeAt }: Pick<Checkout, 'madeAt'>): Date {
  return new Date(madeAt.getTime() + PAGE_MS);
}

/** Until when credit can be spent that comes back after its day. */
export function restoredUntil({ expiresAt, now }: { expiresAt: Date; now: Date }): Date {
  return new Date(Math.max(expiresAt.getTime(), now.getTime() + RESTORED_MS));
}

/** The part that another payment method pays; undefined where the wallet pays all of it. */
export function paymentOf({ tenders }: Pick<Checkout, 'tenders'>): Tender | undefined {
  return tenders.find(({ kind }) => kind === 'payment');
}

/** Whether something was held by it: by another payment method only once that has said so. */
export function isHeldBy({ kind, providerRef }: Tender): boolean {
  return kind !== 'payment' || providerRef !== null;
}

/** What was held of a checkout, minor units: so much goes back when it ends. */
export function heldMinor(tenders: readonly Tender[]): bigint {
  return tenders.filter(isHeldBy).reduce((sum, { authorizedMinor }) => sum + authorizedMinor, 0n);
}

/** Those that the wallet pays. */
export function walletTendersOf({ tenders }: Pick<Checkout, 'tenders'>): Tender[] {
  return tenders.filter(({ kind }) => kind !== 'payment');
}
