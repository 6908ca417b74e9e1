import type { CallFailure } from './call.ts';

/** Another call with the same key is under way, or something else changes the same payment. */
const LOCKED_MS = 1_000;

export type FailedOutcome =
  | { kind: 'rejected'; reason: string }
  | { kind: 'unknown'; fault: string; retryAfterMs?: number };

/**
 * What a failed call means for the money. A refused login says nothing of an earlier try, and neither does a key that
 * was used with other fields.
 */
export function outcomeOfFailure({ status, type, text, retryAfterMs }: CallFailure): FailedOutcome {
  const isRefusal = status !== undefined && status >= 400 && status < 500;
  if (isRefusal && ![401, 403, 408, 409, 425, 429].includes(status) && type !== 'idempotency_error') {
    return { kind: 'rejected', reason: text };
  }
  const waitMs = retryAfterMs ?? (status === 409 ? LOCKED_MS : undefined);
  return { kind: 'unknown', fault: text, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
}
