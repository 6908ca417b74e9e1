import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export type ProviderAccount = { sub: string; email?: string; isVerified?: boolean };

export const CLIENT = { clientId: 'largesse', clientSecret: 'not-so-secret-but-long-enough' };

/** A real identity provider on a free port. Whoever comes is `account`: it asks nobody for a password. */
export async function startIdentityProvider(redirectUri: string) {
  let account: ProviderAccount = { sub: 'nobody' };
  const handlers: ((request: IncomingMessage, response: ServerResponse) => void)[] = [];
  const server = createServer((request, response) => {
    for (const handle of handlers) handle(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
      },
    ],
    cookies: { keys: ['one key of this test'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        ...(account.email !== undefined && { email: account.email }),
        ...(account.isVerified !== undefined && { email_verified: account.isVerified }),
      }),
    }),
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client?.clientId ?? '',
        accountId: context.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  handlers.push((request, response) => {
    if (!request.url?.startsWith('/interaction/')) void callback(request, response);
    else void provider.interactionFinished(request, response, { login: { accountId: account.sub } });
  });
  return {
    issuer,
    be(next: ProviderAccount) {
      account = next;
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
