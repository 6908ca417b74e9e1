const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How long whoever asks a provider has for it. Longer than any call takes. */
export const REWARD_LEASE_MS = 2 * MINUTE_MS;

/** How often a provider that cannot sell to us is tried. */
export const PAUSE_MS = 10 * MINUTE_MS;

/** So many answers that say nothing are no passing trouble: a person must look. */
export const MANY_ATTEMPTS = 8;

/**
 * How long to wait before a purchase is asked for again, in milliseconds: an order that waits at the provider, for an hour
 * at most between two looks; an answer that was lost, from five seconds to an hour, and never sooner than the provider said.
 */
export function waitBefore(
  what: 'pending' | 'unknown',
  { attempts, retryAfterMs = 0 }: { attempts: number; retryAfterMs?: number | undefined },
): number {
  const firstMs = what === 'pending' ? MINUTE_MS : 5 * SECOND_MS;
  const grown = firstMs * 2 ** Math.min(Math.max(attempts - 1, 0), 20);
  return Math.max(retryAfterMs, Math.min(grown, 60 * MINUTE_MS));
}
