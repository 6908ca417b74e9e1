/**
 * How a call to a provider that moves money ended. `pending`: accepted, not settled; ask again by key. `rejected`: nothing
 * happened and nothing will; `reason` is for the log and for finance. `unknown`: no usable answer, so the money may have
 * moved; it may be asked again only with the same key, not before `retryAfterMs`.
 */
export type ProviderOutcome<T extends object> =
  | ({ kind: 'ok' } & T)
  | { kind: 'pending'; providerRef?: string }
  | { kind: 'rejected'; reason: string }
  | { kind: 'unknown'; fault: string; retryAfterMs?: number };
