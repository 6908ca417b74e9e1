import { timeOfUuid } from '#src/domain/kit/uuid.ts';
import type { Stripe } from './stripe-config.ts';

/** Stripe remembers a key for at least 24 hours. */
const KEPT_MS = 20 * 60 * 60_000;

/**
 * Whether Stripe may have forgotten a key, so that the same call would move money again. True too for a key that does not
 * tell when it was made.
 */
export function isOld({ clock }: Stripe, key: string): boolean {
  const madeAt = timeOfUuid(key);
  return !madeAt || clock.now().getTime() - madeAt.getTime() > KEPT_MS;
}
