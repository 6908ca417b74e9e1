import type { Context } from 'hono';
import type { Session } from '#src/domain/session/session.ts';
import { writeCookie } from './cookies.ts';

/** Has the browser keep a session that was just opened, for as long as it can last. */
export function keepSession(c: Context, { session, token }: { session: Session; token: string }): void {
  writeCookie(c, 'session', token, session.expiresAt.getTime() - session.madeAt.getTime());
}
