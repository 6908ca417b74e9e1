import type { Context, Next } from 'hono';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Limits pages without authentication to this machine. The server listens on loopback, but a foreign page can still
 * reach it through a browser here: under its own name that points to 127.0.0.1 (DNS rebinding, which the Host header
 * reveals), or by a form or script that posts across origins (which the Origin header reveals).
 */
export async function loopbackOnly(c: Context, next: Next): Promise<Response | undefined> {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  if (!LOOPBACK_NAMES.has(hostnameOf(`http://${host}`) ?? '')) {
    return c.text('The playground answers on localhost only.\n', 403);
  }
  const origin = c.req.header('origin');
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (!reads && origin !== undefined && origin !== `http://${host}`) {
    return c.text('The playground accepts requests from its own pages only.\n', 403);
  }
  await next();
  return undefined;
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
