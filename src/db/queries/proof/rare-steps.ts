import type { Step } from './proof-steps.ts';
import { findBrokenOfRare } from './rare-rules.ts';
import { overTables, SHOWN_BROKEN } from './read-broken.ts';
import { queryOf } from './rules.ts';

/** One look for all these rules, which ask for what is rare. No steps where there is so much that every rule looks for itself. */
export function lookForRare(names: readonly string[]) {
  let found: ReadonlyMap<string, string[]> | undefined;
  const look: Step = {
    name: 'what is rare among entries and activities',
    isPreparing: true,
    find: overTables(async (db) => {
      const rules = names.map((name) => ({ name, query: queryOf(name) }));
      found = await findBrokenOfRare(db, rules, { limit: SHOWN_BROKEN });
      return [];
    }),
  };
  function listSteps(): Step[] {
    if (!found) return [];
    return names.map((name) => ({ name, find: async () => found?.get(name) ?? [] }));
  }
  return { look, listSteps };
}
