import type { Context, MiddlewareHandler, Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { isLoopback } from '#src/domain/kit/loopback.ts';

const MAX_BYTES = 64_000;

/**
 * What pages take: small forms, unless they take files, that were sent from our own pages. `hono/csrf` looks at no other types than those of
 * forms, so every other type is refused before.
 */
export function ownForms(publicUrl: string | undefined, maxSize = MAX_BYTES): MiddlewareHandler[] {
  const origin = publicUrl === undefined ? isOwnLoopback : new URL(publicUrl).origin;
  return [onlyForms, bodyLimit({ maxSize }), csrf({ origin })];
}

/** Nobody said where browsers reach us, so it is this machine, under the name that this request used. */
function isOwnLoopback(origin: string, c: Context): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, hostname } = new URL(origin);
  return isLoopback(hostname) && host === (c.req.header('host') ?? new URL(c.req.url).host);
}

const READS = ['GET', 'HEAD'];
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

async function onlyForms(c: Context, next: Next): Promise<void> {
  const [type = ''] = (c.req.header('content-type') ?? '').split(';');
  if (!READS.includes(c.req.method) && !FORM_TYPES.includes(type.trim().toLowerCase()))
    throw new HTTPException(415);
  await next();
}
