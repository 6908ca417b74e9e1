import { findLastProof, findProofAskedAt } from '#src/db/ledger/last-proof.ts';
import { findOrganization, type Organization } from '#src/db/people/organization.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The proof of the seventh day is a whole one, though it may come a little early. */
const WHOLE_EVERY_MS = 7 * DAY_MS - HOUR_MS;

/** `isWhole`: the whole books are to be walked, and not only what is new since the last proof. */
export type DueProof = { organization: Organization; isWhole: boolean };

/**
 * An organization whose books are to be proved now, with all others: undefined when they were today, unless somebody asked since. The
 * whole books are walked once a week, and for as long as they do not hold.
 */
export async function findDueProof(deps: Pick<Deps, 'db' | 'clock' | 'keys'>): Promise<DueProof | undefined> {
  const last = await findLastProof(deps.db, deps.keys);
  const now = deps.clock.now().getTime();
  const isKnown = last?.isSigned === true;
  const isOfToday = isKnown && now - last.provedAt.getTime() < DAY_MS;
  if (isOfToday && !(await findProofAskedAt(deps.db))) return undefined;
  const organization = await findOrganization(deps.db);
  if (!organization) return undefined;
  const isWhole = !isKnown || last.broken.length > 0 || now - last.wholeAt.getTime() >= WHOLE_EVERY_MS;
  return { organization, isWhole };
}
