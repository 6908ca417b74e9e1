import type { App } from '#src/app.ts';
import type { Person } from '#src/domain/people/person.ts';
import { countNeedLines, readAllNeeds } from '../pages/overview/read-needs.ts';
import type { SiteDeps } from '../site-deps.ts';

/** So long, a page may say that something needs somebody who has just seen to it elsewhere. */
const KEPT_MS = 30_000;
const MOST_KEPT = 1_000;

type Kept = { count: number; at: number };

/** By process: whoever goes from page to page makes no work for the database. */
const keptByApp = new WeakMap<App, Map<string, Kept>>();

/** How many things need somebody, as their overview says; a look at the overview brings it up to date. */
export async function countPageNeeds(
  deps: Pick<SiteDeps, 'app' | 'clock' | 'organization' | 'setup'>,
  person: Person,
): Promise<number> {
  const now = deps.clock.now().getTime();
  const kept = keptIn(deps.app).get(person.id);
  if (kept && now - kept.at < KEPT_MS) return kept.count;
  const needs = await readAllNeeds(deps, person);
  return keepNeeds(deps, person, needs ? countNeedLines(needs) : 0);
}

/** Remembers how many things need somebody. */
export function keepNeeds(
  { app, clock }: Pick<SiteDeps, 'app' | 'clock'>,
  { id }: Pick<Person, 'id'>,
  count: number,
): number {
  const kept = keptIn(app);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(id, { count, at: clock.now().getTime() });
  return count;
}

function keptIn(app: App): Map<string, Kept> {
  const kept = keptByApp.get(app) ?? new Map<string, Kept>();
  keptByApp.set(app, kept);
  return kept;
}
