import type { Context, Next } from 'hono';

/** Everything a page needs comes from the app itself as files: no inline script or style, no other host. */
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

/** Sets headers that limit what a page may do; a route's own content policy is kept. */
export async function secureHeaders(c: Context, next: Next): Promise<void> {
  await next();
  const { headers } = c.res;
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', PAGE_POLICY);
  headers.set('x-content-type-options', 'nosniff');
  // Sends the origin, never the path: an approval's path is a secret. With no referrer at all, browsers would also hide
  // which origin our forms come from.
  headers.set('referrer-policy', 'strict-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
}
