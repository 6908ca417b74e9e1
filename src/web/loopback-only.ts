import type { Context, Next } from 'hono';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Keeps pages that ask nobody who they are to this machine. The server listens on loopback, but a browser here can
 * be sent by a foreign page: under a name of its own that points to 127.0.0.1 (DNS rebinding; the Host header
 * betrays it), or by a form or script that posts across origins (the Origin header does).
 */
export async function loopbackOnly(c: Context, next: Next): Promise<Response | undefined> {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  if (!LOOPBACK_NAMES.has(hostnameOf(`http://${host}`) ?? '')) {
    return c.text('The playground answers on localhost only.\n', 403);
  }
  const origin = c.req.header('origin');
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (!reads && origin !== undefined && origin !== `http://${host}`) {
    return c.text('The playground takes requests from its own pages only.\n', 403);
  }
  await next();
  return undefined;
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
