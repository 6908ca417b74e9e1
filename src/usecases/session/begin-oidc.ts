import { randomToken } from '#src/db/kit/random-token.ts';
import { insertOidcAttempt, type OidcAttempt } from '#src/db/session/oidc-attempt.ts';
import { LINK_MS } from '#src/domain/session/sign-in.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Remembers what a browser goes to the identity provider with. Returns what the browser keeps to come back with. */
export async function beginOidc(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  attempt: Omit<OidcAttempt, 'expiresAt'>,
): Promise<string> {
  const now = clock.now();
  const browser = randomToken();
  await insertOidcAttempt(db, { ...attempt, browser, now, expiresAt: new Date(now.getTime() + LINK_MS) });
  return browser;
}
