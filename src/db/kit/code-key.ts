import type { Reader } from './schema.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { WrongSetup } from '#src/kit/wrong-setup.ts';

export type KnownKey = { id: string; fingerprint: string };

/** A key with which this database was written: since when, and until when where that is over. */
export type CodeKey = KnownKey & { seenAt: Date; retiredAt: Date | null };

/** The keys with which this database was ever written, in the order in which they came. */
export async function listCodeKeys(db: Reader): Promise<CodeKey[]> {
  return db
    .selectFrom('code_key')
    .select(['id', 'fingerprint', 'seen_at as seenAt', 'retired_at as retiredAt'])
    .orderBy('seen_at')
    .orderBy('id')
    .execute();
}

/**
 * Records that this database is written with a key, before anything is.
 *
 * @throws `WrongSetup` when the ring lacks one of its keys or has a different key under the same id: codes would be
 *   unreadable.
 */
export async function rememberKeys(db: Reader, keys: readonly KnownKey[]): Promise<void> {
  await compareKeys(db, keys);
  const [writing] = keys;
  if (!writing) return;
  await db
    .insertInto('code_key')
    .values({ id: writing.id, fingerprint: writing.fingerprint })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  // Another process may have written it at the same moment, with another secret.
  await compareKeys(db, keys);
}

/** Whether any code may have been sealed for this database, so that it needs its keys. */
export async function isWrittenWithKeys(db: Reader): Promise<boolean> {
  return (await db.selectFrom('code_key').select('id').limit(1).execute()).length > 0;
}

/** Throws like `rememberKeys` but writes nothing. */
export async function compareKeys(db: Reader, keys: readonly KnownKey[]): Promise<void> {
  for (const { id, fingerprint, retiredAt } of await listCodeKeys(db)) {
    const ours = keys.find((key) => key.id === id);
    if (ours?.fingerprint === fingerprint || (!ours && retiredAt)) continue;
    const what = ours ? 'has another secret' : 'is missing';
    throw new WrongSetup({
      what: `This database was written with the code key “${id}”, which ${what} here`,
      fix: 'Set LARGESSE_KEYS, or restore the key file, with that key in it',
    });
  }
}

/**
 * The ids of the keys that this database is written with and a ring lacks. What cannot be found or checked with such a ring may
 * be right all the same.
 */
export async function listLackingKeys(db: Reader, keys: Pick<KeyRing, 'ids'>): Promise<string[]> {
  const written = await listCodeKeys(db);
  const ours = keys.ids();
  return written.filter(({ id, retiredAt }) => !retiredAt && !ours.includes(id)).map(({ id }) => id);
}

/** Marks a key as one with which nothing is written any more. */
export async function retireCodeKey(db: Reader, id: string, at: Date): Promise<void> {
  await db.updateTable('code_key').set({ retired_at: at }).where('id', '=', id).execute();
}
