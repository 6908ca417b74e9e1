import { afterAll } from 'vitest';
import type { App } from '#src/app.ts';
import { connect } from '#src/db/kit/connect.ts';
import { createTestDatabase } from './database.ts';
import { makeCore, type TestCore } from './make-core.ts';
import { expectProved } from './verify-ledger.ts';

/**
 * Several processes on a database of their own, each with a pool of its own and the same keys: the first one makes what a test needs,
 * the `others` race. The books are proved after each test. Call it once, at the top of a file.
 *
 * @param options.ownClocks the others do not go by the first one's clock.
 */
export async function raceCores(count: number, { ownClocks = false }: { ownClocks?: boolean } = {}) {
  const database = await createTestDatabase();
  const core = makeCore(database.db);
  const others = Array.from({ length: count }, () =>
    makeCore(connect({ url: database.url, poolSize: 10, connectTimeoutMs: 60_000 }, core.log), {
      keys: core.keys,
      ...(!ownClocks && { clock: core.clock }),
    }),
  );
  afterAll(async () => {
    await Promise.all(others.map(({ db }) => db.destroy()));
    await expectProved(database.db);
    await database.drop();
  });
  return { core, other, atOnce, manyAtOnce };

  /** One of the others. */
  function other(index: number): TestCore {
    const one = others[index % others.length];
    if (!one) throw new Error('there are no processes');
    return one;
  }

  /** Does things at once, each in the next process. */
  function atOnce<T>(acts: readonly ((app: App) => Promise<T>)[]): Promise<T[]> {
    return Promise.all(acts.map((act, index) => act(other(index).app)));
  }

  /** Does a thing many times at once, each time in the next process. */
  function manyAtOnce<T>(times: number, act: (app: App, index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: times }, (_, index) => act(other(index).app, index)));
  }
}
