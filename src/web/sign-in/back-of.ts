import type { Context } from 'hono';
import { localPath } from './local-path.ts';

/** The page that was asked for, to come back to. Undefined for a form: what was posted cannot be repeated. */
export function backOf(c: Context): string | undefined {
  const { pathname, search } = new URL(c.req.url);
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  return isRead ? localPath(`${pathname}${search}`) : undefined;
}
