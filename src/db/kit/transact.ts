import type { Outcome } from '#src/domain/outcome.ts';
import type { Db, Tx } from './schema.ts';

class RolledBack<T> extends Error {
  readonly outcome: Outcome<T>;

  constructor(outcome: Outcome<T>) {
    super('a refusal rolls its transaction back');
    this.outcome = outcome;
  }
}

/** Runs a transaction that a refusal rolls back, whatever was written before it. */
export async function transactOutcome<T>(db: Db, run: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await db.transaction().execute(async (tx) => {
      const outcome = await run(tx);
      if (!outcome.ok) throw new RolledBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome as Outcome<T>;
    throw error;
  }
}
