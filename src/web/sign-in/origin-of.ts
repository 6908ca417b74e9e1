import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { SignInOrigin } from '#src/domain/session/session.ts';
import type { FindAddress } from './client-address.ts';

const MAX_AGENT = 300;

/** What a request says about the device that it comes from. It is untrusted text. */
export function originOf(c: Context, findAddress: FindAddress): SignInOrigin {
  const userAgent = (c.req.header('user-agent') ?? '').slice(0, MAX_AGENT).toWellFormed();
  return { userAgent, address: findAddress({ peer: peerOf(c), forwarded: c.req.header('x-forwarded-for') }) };
}

/** Requests that did not come over a socket have none. */
function peerOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: unknown };
  return (incoming ? getConnInfo(c).remote.address : undefined) ?? 'unknown';
}
