import { sql } from 'kysely';
import { lightly } from '#src/db/kit/light-write.ts';
import type { Db, Reader } from '#src/db/kit/schema.ts';

/** A write that a program asked for: by which token, and its own key for it. */
export type ApiRequestKey = { organizationId: string; tokenId: string; key: string };

/** `mac`: what was asked, under a key that is not in the database. `answer` is undefined while it runs. */
export type ApiRequest = { mac: Uint8Array; begunAt: Date; answer: ApiAnswer | undefined };

/** What a program was told. */
export type ApiAnswer = { status: number; body: object };

/**
 * Begins a request, unless there is one with this key: only one of two at once does. Forgets those of the organization that began
 * before an instant, in the same statement. It does not wait for the disk: what is done next does, and nothing of that is there without it.
 */
export async function insertApiRequest(
  db: Db,
  { organizationId, tokenId, key }: ApiRequestKey,
  { mac, begunAt, forgetBefore }: Pick<ApiRequest, 'mac' | 'begunAt'> & { forgetBefore: Date },
): Promise<boolean> {
  const { rows } = await sql`
    with forgotten as (
      delete from api_request where organization_id = ${organizationId} and begun_at < ${forgetBefore})
    insert into api_request (organization_id, token_id, key, mac, begun_at)
    values (${organizationId}, ${tokenId}, ${key}, ${Buffer.from(mac)}, ${begunAt})
    on conflict do nothing returning ${lightly}`.execute(db);
  return rows.length > 0;
}

export async function findApiRequest(
  db: Reader,
  { organizationId, tokenId, key }: ApiRequestKey,
): Promise<ApiRequest | undefined> {
  const row = await db
    .selectFrom('api_request')
    .select(['mac', 'begun_at', 'status', 'answer'])
    .where('organization_id', '=', organizationId)
    .where('token_id', '=', tokenId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  const { mac, begun_at: begunAt, status, answer } = row;
  return { mac, begunAt, answer: status === null || answer === null ? undefined : { status, body: answer } };
}

/** Begins a request again that its process has lost. Only one of two at once does. */
export async function renewApiRequest(
  db: Db,
  { organizationId, tokenId, key }: ApiRequestKey,
  { before, now }: { before: Date; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update api_request set begun_at = ${now}
     where organization_id = ${organizationId} and token_id = ${tokenId} and key = ${key} and status is null
       and begun_at = ${before}
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Keeps the answer, for whoever asks again. The first one stays. If a crash forgets it, it is as if its process was lost. */
export async function saveApiAnswer(
  db: Db,
  { organizationId, tokenId, key }: ApiRequestKey,
  { status, body }: ApiAnswer,
): Promise<void> {
  await sql`
    update api_request set status = ${status}, answer = ${JSON.stringify(body)}::jsonb
     where organization_id = ${organizationId} and token_id = ${tokenId} and key = ${key} and status is null
    returning ${lightly}`.execute(db);
}

/** Forgets a request that came to nothing: it may be asked again. */
export async function deleteApiRequest(
  db: Db,
  { organizationId, tokenId, key }: ApiRequestKey,
): Promise<void> {
  await db
    .deleteFrom('api_request')
    .where('organization_id', '=', organizationId)
    .where('token_id', '=', tokenId)
    .where('key', '=', key)
    .where('status', 'is', null)
    .execute();
}
