import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { PictureType } from '#src/domain/store/read-picture.ts';

export type StorePicture = { type: PictureType; width: number; height: number; bytes: Buffer };

/** Keeps a picture, once, and returns the hash that names it. */
export async function insertPicture(
  tx: Tx,
  { organizationId, type, width, height, bytes }: StorePicture & { organizationId: string },
): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    with given as (select encode(sha256(${bytes}::bytea), 'hex') as hash),
         kept as (
           insert into store_picture (organization_id, hash, type, width, height, bytes, added_at)
           select ${organizationId}, hash, ${type}, ${width}, ${height}, ${bytes}::bytea, ${tx.now} from given
           on conflict do nothing)
    select hash from given`.execute(tx);
  return rows[0]?.hash ?? '';
}

export async function findPictureBytes(
  db: Reader,
  { organizationId, hash }: { organizationId: string; hash: string },
): Promise<StorePicture | undefined> {
  return db
    .selectFrom('store_picture')
    .select(['type', 'width', 'height', 'bytes'])
    .where('organization_id', '=', organizationId)
    .where('hash', '=', hash)
    .executeTakeFirst();
}

export async function hasPicture(
  db: Reader,
  { organizationId, hash }: { organizationId: string; hash: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('store_picture')
    .select('hash')
    .where('organization_id', '=', organizationId)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row !== undefined;
}
