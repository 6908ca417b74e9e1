import { hashOfToken } from '#src/db/kit/random-token.ts';
import type { Db } from '#src/db/kit/schema.ts';

/** What a sign-in at an identity provider goes on with once the browser comes back. */
export type OidcAttempt = {
  organizationId: string;
  state: string;
  nonce: string;
  verifier: string;
  back: string | null;
  expiresAt: Date;
};

/** Keeps an attempt for this browser, and forgets those that nobody came back from. */
export async function insertOidcAttempt(
  db: Db,
  attempt: OidcAttempt & { browser: string; now: Date },
): Promise<void> {
  await db.deleteFrom('oidc_attempt').where('expires_at', '<=', attempt.now).execute();
  await db
    .insertInto('oidc_attempt')
    .values({
      organization_id: attempt.organizationId,
      browser_hash: hashOfToken(attempt.browser),
      state: attempt.state,
      nonce: attempt.nonce,
      verifier: attempt.verifier,
      back: attempt.back,
      expires_at: attempt.expiresAt,
    })
    .execute();
}

/** Takes the attempt of this browser: it can be gone on with once. Undefined when there is none, or it is too old. */
export async function takeOidcAttempt(
  db: Db,
  { browser, now }: { browser: string; now: Date },
): Promise<OidcAttempt | undefined> {
  const row = await db
    .deleteFrom('oidc_attempt')
    .where('browser_hash', '=', hashOfToken(browser))
    .returningAll()
    .executeTakeFirst();
  if (!row || row.expires_at <= now) return undefined;
  return {
    organizationId: row.organization_id,
    state: row.state,
    nonce: row.nonce,
    verifier: row.verifier,
    back: row.back,
    expiresAt: row.expires_at,
  };
}
