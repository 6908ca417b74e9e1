import { verifyLedger } from '#src/db/queries/proof/verify-ledger.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import type { Bank } from './open-bank.ts';

/**
 * Proves the ledger by the product's own proof while it is worked with: of the whole, and next time of what is new since. Gives what it
 * finds, in words.
 */
export function proveInTurn({ postgres: { db } }: Bank): () => Promise<string[]> {
  let proven: ProvenHead[] = [];
  return async () => {
    const since = proven.length > 0 ? proven : undefined;
    const proof = await verifyLedger(db, { keys: TEST_KEYS, since });
    proven = since ? [] : proof.proven;
    return proof.checks.flatMap(({ name, broken }) =>
      broken.map((row) => `largesse audit verify${since ? ', since the last' : ''}: ${name}: ${row}`),
    );
  };
}
