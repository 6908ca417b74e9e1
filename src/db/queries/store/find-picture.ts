import type { Reader } from '#src/db/kit/schema.ts';
import { findPictureBytes, type StorePicture } from '#src/db/store/store-picture.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** A picture of the store, by its hash: for everybody who has offers of their own. */
export async function findPicture(db: Reader, scope: Scope, hash: string): Promise<StorePicture | undefined> {
  if (!scope.isAll && scope.personId === undefined) return undefined;
  return findPictureBytes(db, { organizationId: scope.organizationId, hash });
}
