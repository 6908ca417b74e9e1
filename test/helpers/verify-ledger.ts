import { afterAll } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { type FoundLedgerProof, verifyLedger as verify } from '#src/db/queries/proof/verify-ledger.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { TestDatabase } from './database.ts';
import { TEST_KEYS } from './test-keys.ts';

/** The proof of the whole ledger, by who has the keys of our cores, or others. */
export function verifyLedger(db: Db, keys: KeyRing = TEST_KEYS): Promise<FoundLedgerProof> {
  return verify(db, { keys });
}

/** The rows that break a rule, each with its rule, as who has these keys finds them. */
export async function listBroken(db: Db, keys: KeyRing): Promise<string[]> {
  const { checks } = await verifyLedger(db, keys);
  return checks.flatMap(({ name, broken }) => broken.map((row) => `${name}: ${row}`));
}

/** @throws when the books do not hold, with each row that breaks a rule. */
export async function expectProved(db: Db): Promise<void> {
  const broken = await listBroken(db, TEST_KEYS);
  if (broken.length > 0) throw new Error(`the books do not hold: ${broken.join('\n')}`);
}

/** Proves when a file ends what all of its tests have left in their database, and drops that. */
export function dropWhenProved({ db, drop }: Pick<TestDatabase, 'db' | 'drop'>): void {
  afterAll(async () => {
    try {
      await expectProved(db);
    } finally {
      await drop();
    }
  });
}
