import { sql } from 'kysely';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { limitRule } from './limit-rules.ts';
import type { Plan, Step } from './proof-steps.ts';
import { RULES_OF_RARE } from './rare-rules.ts';
import { lookForRare } from './rare-steps.ts';
import { findBroken, findBrokenAmong, inAnyWay } from './read-broken.ts';
import { reachOf } from './rule-reach.ts';
import { queryOf, RULE_NAMES } from './rules.ts';
import { findAlteredStates, sinceRules } from './since-rules.ts';
import { shadowed, type Since, type Touched } from './touched.ts';

type Base = { heads: readonly ProvenHead[]; since: readonly Since[]; touched: Touched };

/** Of the rules that are walked as a whole, those of what is rare share one look. */
export function planSince({ heads, since, touched }: Base): Pick<Plan, 'steps' | 'later'> {
  const ofRare = RULE_NAMES.filter((name) => reachOf(name) === 'whole' && RULES_OF_RARE.has(name));
  const rare = lookForRare(ofRare);
  const rules = RULE_NAMES.filter((name) => !ofRare.includes(name)).flatMap((name): Step[] => {
    const reach = reachOf(name);
    if (reach === 'later') return [];
    if (reach === 'whole') return [{ name, find: (db) => findBroken(db, sql.raw(queryOf(name))) }];
    return [{ name, find: (db) => findBrokenAmong(db, shadowed(queryOf(name), touched)) }];
  });
  const added = Object.entries(sinceRules(since)).map(([name, query]): Step => {
    return { name, find: (db) => findBrokenAmong(db, sql.raw(query)) };
  });
  const limits = 'every limit that gifts still count in counts those of its stretch';
  const states = 'every balance and right was as the last proof found it';
  return {
    steps: [
      { name: states, find: inAnyWay((db) => findAlteredStates(db, heads)) },
      { name: limits, find: (db) => findBroken(db, sql.raw(limitRule({ isRunning: true }))) },
      ...added,
      rare.look,
      ...rules,
    ],
    later: {
      names: ofRare,
      plan: async () => {
        const found = rare.listSteps();
        if (found.length > 0) return found;
        return ofRare.map((name) => ({ name, find: (db) => findBroken(db, sql.raw(queryOf(name))) }));
      },
    },
  };
}
