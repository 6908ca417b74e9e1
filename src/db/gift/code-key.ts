import type { Db, Reader } from '#src/db/kit/schema.ts';

type KnownKey = { id: string; fingerprint: string };

/** The database was written with a code key that this process lacks, or has otherwise: its codes could not be read. */
export class WrongCodeKey extends Error {
  override readonly name = 'WrongCodeKey';
  /** What is wrong, and what to do about it: the message says both. */
  readonly what: string;
  readonly fix: string;

  constructor({ what, fix }: { what: string; fix: string }) {
    super(`${what}. ${fix}`);
    this.what = what;
    this.fix = fix;
  }
}

/**
 * Remembers which keys this database is written with.
 *
 * @throws `WrongCodeKey` when the database was written with a key that the ring lacks or has otherwise.
 */
export async function rememberKeys(db: Db, keys: readonly KnownKey[]): Promise<void> {
  await compareKeys(db, keys);
  await db
    .insertInto('code_key')
    .values(keys.map(({ id, fingerprint }) => ({ id, fingerprint })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Throws as `rememberKeys` does, and writes nothing. */
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
