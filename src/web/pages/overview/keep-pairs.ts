import type { App } from '#src/app.ts';
import { scopeOf } from '#src/domain/people/access.ts';
import { DAY_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type GivenPair, WARNING_DAYS } from '#src/domain/report/giving-warnings.ts';
import type { SiteDeps } from '../../site-deps.ts';

/** So long, nobody reads them again. */
const FRESH_MS = MINUTE_MS;
/** So long, whoever looks does not wait for newer ones: what people gave each other in months changes little meanwhile. */
const KEPT_MS = 15 * MINUTE_MS;

/** `erased`: how many people had been erased before they were read. */
type Kept = { pairs: readonly GivenPair[]; at: number; erased: number; isRenewed: boolean };

/** By process and organization: everybody there who may see them sees the same. */
const keptByApp = new WeakMap<App, Map<string, Kept>>();

/**
 * Who gave to whom of late, as it was a short while ago: in a large company that is read from a million gifts. Read anew once somebody was
 * erased, by whatever process: nobody sees the name that they had.
 */
export async function keepPairs(
  deps: Pick<SiteDeps, 'app' | 'clock'>,
  person: Person,
): Promise<readonly GivenPair[]> {
  if (!scopeOf(person, 'gift').isAll) return [];
  const erased = await deps.app.queries.people.countErased(person);
  const kept = keptBy(deps.app).get(person.organizationId);
  const age = kept ? deps.clock.now().getTime() - kept.at : KEPT_MS;
  if (!kept || kept.erased !== erased || age >= KEPT_MS) return readPairs(deps, person, erased);
  if (age >= FRESH_MS && !kept.isRenewed) {
    kept.isRenewed = true;
    // Where that fails, the next one waits and hears of it.
    readPairs(deps, person, erased).catch(() => keptBy(deps.app).delete(person.organizationId));
  }
  return kept.pairs;
}

async function readPairs(
  { app, clock }: Pick<SiteDeps, 'app' | 'clock'>,
  person: Person,
  erased: number,
): Promise<readonly GivenPair[]> {
  const at = clock.now().getTime();
  const pairs = await app.queries.gift.listPairs(person, new Date(at - WARNING_DAYS * DAY_MS));
  keptBy(app).set(person.organizationId, { pairs, at, erased, isRenewed: false });
  return pairs;
}

function keptBy(app: App): Map<string, Kept> {
  const kept = keptByApp.get(app) ?? new Map<string, Kept>();
  keptByApp.set(app, kept);
  return kept;
}
