import { type OidcAttempt, takeOidcAttempt } from '#src/db/session/oidc-attempt.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What this browser went to the identity provider with; once, and for ten minutes. */
export async function takeOidc(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  browser: string,
): Promise<OidcAttempt | undefined> {
  return takeOidcAttempt(db, { browser, now: clock.now() });
}
