import type { Context, Next } from 'hono';

/** Everything a page needs comes from the app itself, as files: no inline script or style, no other host. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sets the headers that bound what a page may do; a route's own content policy stands. */
export async function secureHeaders(c: Context, next: Next): Promise<void> {
  await next();
  const { headers } = c.res;
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', PAGE_POLICY);
  headers.set('x-content-type-options', 'nosniff');
  // Never a path: an approval's is a secret. With no referrer at all, browsers hide where a form of ours comes from as well.
  headers.set('referrer-policy', 'strict-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
}
