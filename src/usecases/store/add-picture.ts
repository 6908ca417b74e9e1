import { transact } from '#src/db/kit/transact.ts';
import { insertPicture } from '#src/db/store/store-picture.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, mayAct } from '#src/domain/people/access.ts';
import { readPicture } from '#src/domain/store/read-picture.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type AddDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** Keeps a picture for the store: PNG, JPEG or WebP, whatever its file is called. Returns the hash by which an item names it. */
export async function addPicture(
  deps: AddDeps,
  { actor, bytes }: { actor: Actor; bytes: Uint8Array },
): Promise<Outcome<{ picture: string }>> {
  if (!mayAct(actor, 'keep-catalogue')) return refused({ kind: 'catalogue-not-allowed' });
  const read = readPicture(bytes);
  if (!read.ok) return refused({ kind: 'bad-picture', why: read.why });
  const { type, width, height } = read;
  const { organizationId } = actor;
  const picture = await transact(deps, (tx) =>
    insertPicture(tx, { organizationId, type, width, height, bytes: Buffer.from(bytes) }),
  );
  return done({ picture });
}
