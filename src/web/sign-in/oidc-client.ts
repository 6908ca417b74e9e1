import type { Configuration } from 'openid-client';
import { isLoopback } from '#src/domain/kit/loopback.ts';

export type OidcSettings = { issuer: string; clientId: string; clientSecret: string };

/** Where to send a browser, and what its return must fit. */
export type OidcStart = { url: string; state: string; nonce: string; verifier: string };

/** Who the identity provider says is there: `subject` at `issuer` never changes hands, an address may. */
export type OidcIdentity = { issuer: string; subject: string; verifiedEmail: string | undefined };

export type OidcClient = {
  start(redirectUri: string): Promise<OidcStart>;
  /** @throws when the provider does not answer, or the return does not fit the start. */
  finish(returned: URL, expected: { state: string; nonce: string; verifier: string }): Promise<OidcIdentity>;
};

const SCOPE = 'openid email profile';
const TIMEOUT_S = 10;

/**
 * The company's identity provider, by the code flow with PKCE. It is first asked when somebody signs in, so one that is down stops
 * nothing else; when it could not be asked, the next sign-in asks again.
 */
export function createOidcClient({ issuer, clientId, clientSecret }: OidcSettings): OidcClient {
  let known: Promise<Configuration> | undefined;

  async function discover(): Promise<Configuration> {
    const { allowInsecureRequests, discovery } = await import('openid-client');
    const server = new URL(issuer);
    // Nobody listens between two programs of one machine.
    const isHere = server.protocol === 'http:' && isLoopback(server.hostname);
    return discovery(server, clientId, clientSecret, undefined, {
      timeout: TIMEOUT_S,
      ...(isHere && { execute: [allowInsecureRequests] }),
    });
  }

  async function configuration(): Promise<Configuration> {
    known ??= discover();
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  }

  return {
    async start(redirectUri) {
      const client = await import('openid-client');
      const verifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: SCOPE,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { url: url.href, state, nonce, verifier };
    },
    async finish(returned, { state, nonce, verifier }) {
      const client = await import('openid-client');
      const tokens = await client.authorizationCodeGrant(await configuration(), returned, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('the identity provider sent no identity');
      const { iss, sub, email, email_verified: isVerified } = claims;
      const vouchesFor = typeof email === 'string' && isVerified === true;
      return { issuer: iss, subject: sub, verifiedEmail: vouchesFor ? email : undefined };
    },
  };
}
