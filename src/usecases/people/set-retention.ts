import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findRetention, insertRetention } from '#src/db/people/retention.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { mayAct } from '#src/domain/people/access.ts';
import { isRetention, type Retention } from '#src/domain/people/retention.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type RetentionDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** What to keep for how long; what is left out stays as it was. `seen`: what was kept when somebody looked at it. */
export type RetentionChange = Partial<Retention> & {
  organizationId: string;
  reason: string;
  actorId: string | null;
  seen?: Retention | undefined;
};

/**
 * Says for how many days texts and addresses are kept. Returns what counts now. Refused to those who may not erase people, without a
 * reason, outside of what can be said, and where somebody else said something since it was looked at.
 */
export async function setRetention(
  deps: RetentionDeps,
  { organizationId, reason: typed, actorId, seen, ...changes }: RetentionChange,
): Promise<Outcome<Retention>> {
  const reason = typed.trim();
  if (reason === '') return refused({ kind: 'reason-missing' });
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const actor = actorId === null ? undefined : await getPerson(tx, organizationId, actorId);
    if (actor && !mayAct(actor, 'erase-people'))
      return refused({ kind: 'people-not-allowed', role: actor.role });
    const before = await findRetention(tx, organizationId);
    if (seen && (seen.textDays !== before.textDays || seen.addressDays !== before.addressDays))
      return refused({ kind: 'setting-changed' });
    const after = { ...before, ...changes };
    if (!isRetention(after)) return refused({ kind: 'retention-days' });
    await insertRetention(tx, { ...after, organizationId, id: deps.newId(), reason, setBy: actorId });
    const detail = { before, after, reason };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'retention.set', actorId, detail },
    ]);
    return done(after);
  });
}
