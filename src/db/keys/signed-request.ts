import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { UNDECIDED, waitingColumns } from '#src/db/recognition/recognition.ts';
import type { SignedRequest } from '#src/db/recognition/request-signature.ts';

/** Locks the next requests, by their ids, that wait and are signed under another key. Those that somebody is at are left out. */
export async function lockRequestsUnderOtherKeys(
  tx: Tx,
  { keyId, after, limit }: { keyId: string; after: string; limit: number },
): Promise<SignedRequest[]> {
  return tx
    .selectFrom('recognition')
    .select(waitingColumns)
    .where('status', 'in', UNDECIDED)
    .where('key_id', '<>', keyId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** The requests that wait and are signed under a key. */
export async function listRequestsUnderKey(db: Reader, keyId: string): Promise<SignedRequest[]> {
  return db
    .selectFrom('recognition')
    .select(waitingColumns)
    .where('status', 'in', UNDECIDED)
    .where('key_id', '=', keyId)
    .execute();
}
