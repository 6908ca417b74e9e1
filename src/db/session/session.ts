import { randomUUID, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { hashOfToken, randomToken } from '#src/db/kit/random-token.ts';
import type { Db, Reader, Schema, Tx } from '#src/db/kit/schema.ts';
import { parseToken, type Session } from '#src/domain/session/session.ts';

type Row = Omit<Schema['session'], 'is_limited'> & { is_limited: boolean };

function sessionOf(row: Row): Session {
  return {
    organizationId: row.organization_id,
    id: row.id,
    personId: row.person_id,
    madeAt: row.made_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    how: row.how,
    isLimited: row.is_limited,
    secondFactorAt: row.second_factor_at,
    userAgent: row.user_agent,
    address: row.address,
    endedAt: row.ended_at,
  };
}

export type NewSession = Omit<Session, 'id' | 'madeAt' | 'lastSeenAt' | 'endedAt'>;

/**
 * Opens a session under an id and a secret that nobody has seen. Returns it with its token, `id.secret`, 122 and 256 random bits:
 * whoever has it is signed in. Only the hash of the secret is stored.
 */
export async function insertSession(
  tx: Tx,
  session: NewSession,
): Promise<{ session: Session; token: string }> {
  const secret = randomToken();
  const row = {
    organization_id: session.organizationId,
    id: randomUUID(),
    person_id: session.personId,
    secret_hash: hashOfToken(secret),
    made_at: tx.now,
    last_seen_at: tx.now,
    expires_at: session.expiresAt,
    how: session.how,
    is_limited: session.isLimited,
    second_factor_at: session.secondFactorAt,
    user_agent: session.userAgent,
    address: session.address,
    ended_at: null,
  };
  await tx.insertInto('session').values(row).execute();
  return { session: sessionOf(row), token: `${row.id}.${secret}` };
}

/** The session that a token opens, ended ones too; undefined when there is none. */
export async function findSessionByToken(db: Reader, token: string): Promise<Session | undefined> {
  const parts = parseToken(token);
  if (!parts) return undefined;
  const row = await db.selectFrom('session').selectAll().where('id', '=', parts.id).executeTakeFirst();
  return row && timingSafeEqual(row.secret_hash, hashOfToken(parts.secret)) ? sessionOf(row) : undefined;
}

type Key = { organizationId: string; id: string };

/** Locks a session of a person, so that it is stepped up or ended once. */
export async function lockSession(tx: Tx, { organizationId, id }: Key): Promise<Session | undefined> {
  const row = await tx
    .selectFrom('session')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && sessionOf(row);
}

/** Writes down when a session was used last. */
export async function saveSeen(db: Db, { organizationId, id }: Key, at: Date): Promise<void> {
  await sql`
    update session set last_seen_at = ${at}
     where organization_id = ${organizationId} and id = ${id} and last_seen_at < ${at} and ended_at is null`.execute(
    db,
  );
}

/** The sessions of a person that have not ended, the one used last first. */
export async function listOpenSessions(
  db: Reader,
  { organizationId, personId }: { organizationId: string; personId: string },
): Promise<Session[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(sessionOf);
}

/** Since when somebody signs in by a browser that calls itself so; undefined if they never did, or it is not known. */
export async function findDeviceSince(
  db: Reader,
  {
    organizationId,
    personId,
    userAgent,
  }: { organizationId: string; personId: string; userAgent?: string | undefined },
): Promise<Date | undefined> {
  if (userAgent === undefined) return undefined;
  const { since } = await db
    .selectFrom('session')
    .select((eb) => eb.fn.min<Date | null>('made_at').as('since'))
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('user_agent', '=', userAgent)
    .executeTakeFirstOrThrow();
  return since ?? undefined;
}

/** Which sessions end: all of these people, or one of one, or all of one but one. */
type Ending = {
  organizationId: string;
  personIds: readonly string[];
  onlyId?: string | undefined;
  exceptId?: string | undefined;
};

/** Ends sessions, and says which were open. */
export async function saveSessionsEnded(
  tx: Tx,
  { organizationId, personIds, onlyId, exceptId }: Ending,
): Promise<string[]> {
  if (personIds.length === 0) return [];
  let ending = tx
    .updateTable('session')
    .set({ ended_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('person_id', 'in', personIds)
    .where('ended_at', 'is', null);
  if (onlyId !== undefined) ending = ending.where('id', '=', onlyId);
  if (exceptId !== undefined) ending = ending.where('id', '<>', exceptId);
  const ended = await ending.returning('id').execute();
  return ended.map(({ id }) => id);
}

/** Forgets the devices of somebody who last used them before an instant: addresses are not kept for ever. */
export async function deleteOldSessions(
  tx: Tx,
  { organizationId, personId, before }: { organizationId: string; personId: string; before: Date },
): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('last_seen_at', '<', before)
    .execute();
}
