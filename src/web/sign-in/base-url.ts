import type { Context } from 'hono';

/**
 * Where the pages are for browsers. Without a setting it is this machine, under the name that the request used: what a proxy calls
 * itself would be wrong.
 */
export function baseUrl(c: Context, publicUrl: string | undefined): string {
  return publicUrl ?? `http://${c.req.header('host') ?? new URL(c.req.url).host}`;
}
