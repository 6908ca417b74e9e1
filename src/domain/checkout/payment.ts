import { HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import type { PaymentCallStatus } from '#src/domain/states.ts';

export type PaymentCallKind = 'authorize' | 'capture' | 'void' | 'refund';

/** A call to another payment method. Its id is its key: for an authorization that of the tender. */
export type PaymentCall = {
  organizationId: string;
  id: string;
  checkoutId: string;
  tenderId: string;
  refundId: string | null;
  kind: PaymentCallKind;
  amountMinor: bigint;
  status: PaymentCallStatus;
  /** How often it was asked. */
  attempts: number;
  /** What the payer's browser brought to an authorization. Null: they pay on a page of the provider's. */
  token: string | null;
};

/** What a provider says that it holds, took and gave back of a tender, minor units. */
type Told = { authorizedMinor: bigint; capturedMinor: bigint; refundedMinor: bigint; isVoided: boolean };

/** What came of a call, as it can be told from what the provider says of its tender. */
export type Judged = 'ok' | 'rejected' | 'open';

/**
 * Whether a call has done what it was for. `refundedBefore`: what refunds of the same tender gave back before it, minor units.
 *
 * Calls of a tender follow each other, so that what is more than before came of this one.
 */
export function judgeCall(
  { kind, amountMinor }: Pick<PaymentCall, 'kind' | 'amountMinor'>,
  told: Told | undefined,
  refundedBefore: bigint,
): Judged {
  if (!told) return 'open';
  switch (kind) {
    case 'authorize':
      if (told.isVoided) return 'rejected';
      return told.authorizedMinor >= amountMinor ? 'ok' : 'open';
    case 'capture':
      if (told.isVoided) return 'rejected';
      return told.capturedMinor >= amountMinor ? 'ok' : 'open';
    case 'void':
      return told.isVoided ? 'ok' : 'open';
    case 'refund':
      return told.refundedMinor >= refundedBefore + amountMinor ? 'ok' : 'open';
    default:
      return kind satisfies never;
  }
}

/** Whether a call waits for a payer on a page of the provider's. */
export function isOnPage({ kind, token }: Pick<PaymentCall, 'kind' | 'token'>): boolean {
  return kind === 'authorize' && token === null;
}

const FIRST_MS = 2_000;
const PAGE_LOOKED_AT_MS = MINUTE_MS;
/** How long a process may take over a call, before another asks again. */
export const LEASE_MS = 2 * MINUTE_MS;

/** When a call is asked again whose outcome is not known, after so many times. Not before the provider wants it. */
export function askAgainMs(attempts: number, retryAfterMs = 0): number {
  return Math.max(retryAfterMs, Math.min(FIRST_MS * 2 ** Math.max(attempts - 1, 0), HOUR_MS));
}

/** When a page is looked at again that was opened so long ago: soon at first, and then every minute. */
export function lookAgainMs(openMs: number): number {
  return Math.min(Math.max(openMs / 4, FIRST_MS), PAGE_LOOKED_AT_MS);
}
