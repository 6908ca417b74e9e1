import { createHmac } from 'node:crypto';
import type { Client } from 'pg';
import { codeOf } from '#src/kit/errors.ts';

/** The role that Largesse works as in the embedded Postgres. It owns nothing, and is granted what it needs. */
export const APPLICATION_ROLE = 'largesse_app';

/** Follows from the owner's, so that every process which may start the server knows it. */
export function applicationPassword(password: string): string {
  return createHmac('sha256', password).update(APPLICATION_ROLE).digest('base64url');
}

/**
 * Makes the role if it is missing, as in a cluster of an earlier version. If two processes race, one finds it made. On a server
 * that was just launched it takes the password that follows from the owner's now: a backup may have brought another.
 */
export async function ensureApplicationRole(
  client: Client,
  { password, isLaunched }: { password: string; isLaunched: boolean },
): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [APPLICATION_ROLE]);
  if (rowCount && !isLaunched) return;
  const secret = client.escapeLiteral(applicationPassword(password));
  try {
    const verb = rowCount ? 'alter' : 'create';
    await client.query(`${verb} role ${APPLICATION_ROLE} login password ${secret}`);
  } catch (fault) {
    if (!['42710', '23505'].includes(codeOf(fault) ?? '')) throw fault;
  }
}
