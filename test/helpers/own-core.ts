import { onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { makeCore, type TestCore } from './make-core.ts';

/** A core on a database of its own, which goes when the test that called this ends: that one may change it by hand. */
export async function openOwnCore(): Promise<{ core: TestCore; database: TestDatabase }> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  return { core: makeCore(database.db), database };
}
