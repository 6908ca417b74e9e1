import { randomUUID, timingSafeEqual } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { hashOfToken, randomToken } from '#src/db/kit/random-token.ts';
import type { Db, Reader, Schema, Tx } from '#src/db/kit/schema.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import {
  type ApiToken,
  apiTokenText,
  type NamedToken,
  parseApiToken,
  scopesOf,
  storeScopes,
} from '#src/domain/session/api-token.ts';

type Row = Schema['api_token'];
type StoredRow = Omit<Row, 'last_used_at' | 'ended_at'> & {
  last_used_at: Date | null;
  ended_at: Date | null;
};

function tokenOf(row: StoredRow): ApiToken {
  return {
    organizationId: row.organization_id,
    id: row.id,
    personId: row.person_id,
    name: row.name,
    lastFour: row.last_four,
    ...scopesOf(row.scopes),
    madeAt: row.made_at,
    madeBy: row.made_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    endedAt: row.ended_at,
  };
}

/** `id`: of the proposal that a second person confirmed. */
export type NewApiToken = Omit<ApiToken, 'id' | 'lastFour' | 'madeAt' | 'lastUsedAt' | 'endedAt'> & {
  id?: string;
};

/**
 * Makes a token under an id and a secret that nobody has seen, and returns it with its text, which stands nowhere else: only the
 * hash of the secret is stored.
 */
export async function insertApiToken(tx: Tx, token: NewApiToken): Promise<{ token: ApiToken; text: Secret }> {
  const secret = randomToken();
  const row = {
    organization_id: token.organizationId,
    id: token.id ?? randomUUID(),
    person_id: token.personId,
    name: token.name,
    secret_hash: hashOfToken(secret),
    last_four: secret.slice(-4),
    scopes: storeScopes(token),
    made_at: tx.now,
    made_by: token.madeBy,
    expires_at: token.expiresAt,
    last_used_at: null,
    ended_at: null,
  };
  await tx.insertInto('api_token').values(row).execute();
  return { token: tokenOf(row), text: new Secret(apiTokenText(row, secret)) };
}

/** Whether there is, or was, a token with this id. */
export async function isToken(db: Reader, { organizationId, id }: Key): Promise<boolean> {
  const row = await db
    .selectFrom('api_token')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** The token with this text, ended and expired ones too; undefined when there is none. */
export async function findApiTokenByText(db: Reader, text: string): Promise<ApiToken | undefined> {
  const parts = parseApiToken(text);
  if (!parts) return undefined;
  const row = await db.selectFrom('api_token').selectAll().where('id', '=', parts.id).executeTakeFirst();
  return row && timingSafeEqual(row.secret_hash, hashOfToken(parts.secret)) ? tokenOf(row) : undefined;
}

type Key = { organizationId: string; id: string };

/** Writes down when a token was used last. */
export async function saveTokenUsed(db: Db, { organizationId, id }: Key, at: Date): Promise<void> {
  await sql`
    update api_token set last_used_at = ${at}
     where organization_id = ${organizationId} and id = ${id} and (last_used_at is null or last_used_at < ${at})
       and ended_at is null`.execute(db);
}

/** Which tokens end: all of these people, or one by its id. */
type Ending = { organizationId: string } & ({ personIds: readonly string[] } | { onlyId: string });

/** Ends tokens, and returns those that were open. */
export async function saveTokensEnded(tx: Tx, ending: Ending): Promise<ApiToken[]> {
  if ('personIds' in ending && ending.personIds.length === 0) return [];
  const rows = await tx
    .updateTable('api_token')
    .set({ ended_at: tx.now })
    .where('organization_id', '=', ending.organizationId)
    .where('ended_at', 'is', null)
    .$if('personIds' in ending, (query) =>
      query.where('person_id', 'in', 'personIds' in ending ? ending.personIds : []),
    )
    .$if('onlyId' in ending, (query) => query.where('id', '=', 'onlyId' in ending ? ending.onlyId : ''))
    .returningAll()
    .execute();
  return rows.map(tokenOf);
}

/** The tokens `t` of an organization that fit, the newest first. */
export async function listNamedTokens(
  db: Reader,
  { organizationId, where }: { organizationId: string; where: RawBuilder<boolean> },
): Promise<NamedToken[]> {
  const { rows } = await sql<StoredRow & { person: string; maker: string | null }>`
    select t.*, p.name as person, maker.name as maker
      from api_token t
      join person p on p.organization_id = t.organization_id and p.id = t.person_id
      left join person maker on maker.organization_id = t.organization_id and maker.id = t.made_by
     where t.organization_id = ${organizationId} and ${where}
     order by t.made_at desc, t.id`.execute(db);
  return rows.map((row) => ({ ...tokenOf(row), person: row.person, maker: row.maker }));
}
