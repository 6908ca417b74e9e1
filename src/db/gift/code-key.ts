import type { Db, Reader } from '#src/db/kit/schema.ts';

type KnownKey = { id: string; fingerprint: string };

/**
 * This process lacks a code key that the database was written with, or has a different key under its id: codes would be
 * unreadable.
 */
export class WrongCodeKey extends Error {
  override readonly name = 'WrongCodeKey';
  /** What is wrong, and how to fix it; the message says both. */
  readonly what: string;
  readonly fix: string;

  constructor({ what, fix }: { what: string; fix: string }) {
    super(`${what}. ${fix}`);
    this.what = what;
    this.fix = fix;
  }
}

/**
 * Records which keys this database is written with.
 *
 * @throws `WrongCodeKey` when the ring lacks one of its keys or has a different key under the same id.
 */
export async function rememberKeys(db: Db, keys: readonly KnownKey[]): Promise<void> {
  await compareKeys(db, keys);
  await db
    .insertInto('code_key')
    .values(keys.map(({ id, fingerprint }) => ({ id, fingerprint })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Whether any code may have been sealed for this database, so that it needs its keys. */
export async function isWrittenWithKeys(db: Reader): Promise<boolean> {
  return (await db.selectFrom('code_key').select('id').limit(1).execute()).length > 0;
}

/** Throws like `rememberKeys` but writes nothing. */
export async function compareKeys(db: Reader, keys: readonly KnownKey[]): Promise<void> {
  const known = await db.selectFrom('code_key').select(['id', 'fingerprint']).execute();
  for (const { id, fingerprint } of known) {
    const ours = keys.find((key) => key.id === id);
    if (ours?.fingerprint === fingerprint) continue;
    const what = ours ? 'has another secret' : 'is missing';
    throw new WrongCodeKey({
      what: `This database was written with the code key “${id}”, which ${what} here`,
      fix: 'Set LARGESSE_KEYS, or restore the key file, with that key in it',
    });
  }
}
