import { sql } from 'kysely';
import type { Db, Reader } from '#src/db/kit/schema.ts';

/** A message of the playground as it is stored. `body` is JSON without codes. */
export type PlaygroundMessageRow = {
  id: string;
  at: Date;
  place: 'channel' | 'direct';
  reader: string | null;
  author: string | null;
  mentions: string | null;
  key: string | null;
  body: object;
};

/** Writes a message, or its body when it is there already. */
export async function savePlaygroundMessage(
  db: Db,
  organizationId: string,
  { body, ...row }: PlaygroundMessageRow,
): Promise<void> {
  const json = JSON.stringify(body);
  await db
    .insertInto('playground_message')
    .values({ organization_id: organizationId, ...row, body: json })
    .onConflict((conflict) => conflict.columns(['organization_id', 'id']).doUpdateSet({ body: json }))
    .execute();
}

/** The latest messages, oldest first; deletes those before them. */
export async function listLatestPlaygroundMessages(
  db: Db,
  organizationId: string,
  most: number,
): Promise<PlaygroundMessageRow[]> {
  const latest = await db
    .selectFrom('playground_message')
    .select(['id', 'at', 'place', 'reader', 'author', 'mentions', 'key', 'body'])
    .where('organization_id', '=', organizationId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  const oldest = latest.at(-1);
  if (oldest && latest.length === most) {
    await db
      .deleteFrom('playground_message')
      .where('organization_id', '=', organizationId)
      .where('at', '<', oldest.at)
      .execute();
  }
  return latest.toReversed();
}

/** The sealed codes of gifts, by gift; those without one any more are left out. */
export async function findSealedCodes(
  db: Reader,
  organizationId: string,
  giftIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await sql<{ giftId: string; sealed: Buffer }>`
    select gift_id as "giftId", sealed from code
     where organization_id = ${organizationId} and gift_id = any (${giftIds}::uuid[])
       and sealed is not null`.execute(db);
  return new Map(rows.map(({ giftId, sealed }) => [giftId, sealed]));
}
