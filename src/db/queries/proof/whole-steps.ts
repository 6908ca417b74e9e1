import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import type { Plan, Step } from './proof-steps.ts';
import { RULES_OF_RARE } from './rare-rules.ts';
import { lookForRare } from './rare-steps.ts';
import { findBrokenAmong, overTables, readBroken, readFirst } from './read-broken.ts';
import { GLANCES, queryOf, RULES } from './rules.ts';
import { findSoleOrganization, withinSole } from './sole-organization.ts';
import { listGiftsOfEntries, MOST_TOUCHED, shadowed, type Touched, withWhatBelongs } from './touched.ts';
import { RULES_OF_USUAL, UNUSUAL, type Unusual } from './usual-gifts.ts';

/** Every rule by itself, over all rows. */
export async function wholeRuleSteps(snapshot: Reader): Promise<Step[]> {
  const within = await withinOrganization(snapshot);
  return Object.entries(RULES).map(([name, query]) => {
    const find = overTables(async (db) => {
      return (await isRight(db, name, within)) ? [] : readBroken(db, within(query));
    });
    return { name, find };
  });
}

type Within = (query: string) => RawBuilder<unknown>;

/** Whether a glance tells that something holds. */
async function isRight(db: Reader, name: string, within: Within): Promise<boolean> {
  const glance = GLANCES[name];
  if (!glance) return false;
  const query = within(glance(randomBytes(8).readBigInt64BE()));
  const [row] = await readFirst<{ isRight: boolean | null }>(db, query, 1);
  return row?.isRight ?? false;
}

/** How a query is run: over one organization, where there is one alone. */
async function withinOrganization(snapshot: Reader): Promise<Within> {
  const organizationId = await findSoleOrganization(snapshot);
  return (query) => (organizationId === undefined ? sql.raw(query) : withinSole(query, organizationId));
}

/**
 * Walks what is usual once for all the rules that it keeps, and then holds what is not to each of them; and finds once what is rare for
 * all the rules that ask for nothing else.
 */
export async function planRules(snapshot: Reader): Promise<Pick<Plan, 'steps' | 'later'>> {
  const all = await wholeRuleSteps(snapshot);
  const unusual = await lookForUnusual(snapshot);
  const rare = lookForRare([...RULES_OF_RARE]);
  const names = [...RULES_OF_RARE, ...RULES_OF_USUAL];
  const others = all.filter(({ name }) => !names.includes(name));
  return {
    steps: [...unusual.looks, rare.look, ...longestFirst(others)],
    later: {
      names,
      async plan(db) {
        const found = [...rare.listSteps(), ...(await unusual.planSteps(db))];
        const walked = new Set(found.map(({ name }) => name));
        return [...found, ...all.filter(({ name }) => names.includes(name) && !walked.has(name))];
      },
    },
  };
}

/** Those that have a glance walk the most rows: begun first, they leave neither connection alone with one at the end. */
function longestFirst(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => Number(b.name in GLANCES) - Number(a.name in GLANCES));
}

/** No steps where there is so much that every rule looks for itself. */
async function lookForUnusual(snapshot: Reader) {
  const unusual: Unusual[] = [];
  const within = await withinOrganization(snapshot);
  const looks = Object.entries(UNUSUAL).map(([name, query]): Step => {
    const find = overTables(async (db) => {
      if (await isRight(db, name, within)) return [];
      for (const one of await readFirst<Unusual>(db, within(query), MOST_TOUCHED + 1)) unusual.push(one);
      return [];
    });
    return { name, isPreparing: true, find };
  });
  async function planSteps(db: Reader): Promise<Step[]> {
    const touched = await findWhatBelongs(db, unusual);
    if (!touched) return [];
    return [...RULES_OF_USUAL].map((name) => ({
      name,
      find: (reader) => findBrokenAmong(reader, shadowed(queryOf(name), touched)),
    }));
  }
  return { looks, planSteps };
}

/** Undefined where so much is out of the usual that walking everything costs no more. */
async function findWhatBelongs(db: Reader, unusual: readonly Unusual[]): Promise<Touched | undefined> {
  if (unusual.length > MOST_TOUCHED) return undefined;
  function ids(which: keyof Unusual): string[] {
    return unusual.flatMap((one) => one[which] ?? []);
  }
  const organizations = [...new Set([...(await listOrganizationIds(db)), ...ids('organization')])];
  const entries = ids('entry');
  return withWhatBelongs(db, {
    organizations,
    gifts: [...ids('gift'), ...(await listGiftsOfEntries(db, { organizations, entries }))],
    recognitions: ids('recognition'),
    entries,
    approvals: [],
    activities: [],
  });
}
