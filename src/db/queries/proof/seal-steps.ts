import type { Reader } from '#src/db/kit/schema.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { findLostHeads } from './check-heads.ts';
import { findForgedRequests } from './check-requests.ts';
import { findBrokenIn, findLostSeals, listSealPages, START } from './check-seals.ts';
import { findForgedSeals, findUnsigned } from './check-signatures.ts';
import { findLongWait } from './check-waiting.ts';
import type { Step, VerifyOptions } from './proof-steps.ts';
import { inAnyWay, overTables, SHOWN_BROKEN } from './read-broken.ts';
import type { Since } from './touched.ts';

/** Of every organization, up to where the earlier proof went. */
export async function listSince(snapshot: Reader, heads: readonly ProvenHead[]): Promise<Since[]> {
  const ids = await listOrganizationIds(snapshot);
  return ids.map((organizationId) => {
    const head = heads.find((one) => one.organizationId === organizationId);
    return { ...START, ...head, organizationId };
  });
}

export async function sealSteps(
  snapshot: Reader,
  { keys, heads = [], since: proven = [] }: VerifyOptions,
): Promise<Step[]> {
  const bounds = await listSince(snapshot, proven);
  const isWhole = proven.length === 0;
  const since = new Map(bounds.map((bound) => [bound.organizationId, bound]));
  const unchanged = 'nothing has changed since it was sealed';
  const steps: Step[] = [{ name: unchanged, find: () => Promise.resolve([]) }];
  for (const bound of bounds) {
    for (const page of await listSealPages(snapshot, bound.organizationId, bound)) {
      steps.push({
        name: unchanged,
        find: (isWhole ? overTables : inAnyWay)((db) => findBrokenIn(db, page, SHOWN_BROKEN)),
      });
    }
    const { organizationId, change: after } = bound;
    steps.push({
      name: 'every seal that was there still is',
      find: inAnyWay((db) => findLostSeals(db, organizationId, { after, limit: SHOWN_BROKEN })),
    });
  }
  steps.push({
    name: 'nothing has waited for a seal for a day while a worker ran',
    find: inAnyWay(async (db) => (await findLongWait(db)).broken),
  });
  if (heads.length > 0) {
    steps.push({
      name: 'every head that was kept is still in the chain',
      find: inAnyWay((db) => findLostHeads(db, heads, SHOWN_BROKEN)),
    });
  }
  if (!keys) return steps;
  const looked = { since, limit: SHOWN_BROKEN };
  return [
    ...steps,
    { name: 'every seal was made by Largesse', find: inAnyWay((db) => findForgedSeals(db, keys, looked)) },
    {
      name: 'everything on record was written by Largesse',
      find: inAnyWay((db) => findUnsigned(db, keys, looked)),
    },
    {
      name: 'every request was taken in by Largesse as it is',
      find: inAnyWay((db) => findForgedRequests(db, keys, SHOWN_BROKEN)),
    },
  ];
}
