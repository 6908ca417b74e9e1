import type { KyselyPlugin } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';

/** The database, counting the statements that go to it. */
export function counting(db: Db): { db: Db; count: () => number } {
  let statements = 0;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { db: db.withPlugin(plugin), count: () => statements };
}
