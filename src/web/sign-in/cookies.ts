import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isLoopback } from '#src/domain/kit/loopback.ts';

/**
 * The session; who asked for a mail to sign in; what a sign-in at an identity provider goes on with. The prefix `__Host-` makes
 * browsers refuse what another host or an unencrypted page sets.
 */
const NAMES = {
  session: '__Host-largesse',
  asked: '__Host-largesse-asked',
  oidc: '__Host-largesse-oidc',
} as const;

type CookieName = keyof typeof NAMES;

/**
 * Whether a browser keeps such cookies: over https, or on this machine. Elsewhere it drops them without a word, and whoever signs in
 * would land on the same page again.
 */
export function keepsCookies(c: Context, publicUrl: string | undefined): boolean {
  if (publicUrl !== undefined) {
    const { protocol, hostname } = new URL(publicUrl);
    return protocol === 'https:' || isLoopback(hostname);
  }
  const host = c.req.header('host');
  const url = host === undefined ? c.req.url : `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

export function readCookie(c: Context, name: CookieName): string | undefined {
  return getCookie(c, NAMES[name]);
}

/** Lax: a link in chat or mail leads here from another site. `maxAgeMs`: how long the browser keeps it. */
export function writeCookie(c: Context, name: CookieName, value: string, maxAgeMs: number): void {
  setCookie(c, NAMES[name], value, {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    maxAge: Math.floor(maxAgeMs / 1000),
  });
}

export function clearCookie(c: Context, name: CookieName): void {
  writeCookie(c, name, '', 0);
}
