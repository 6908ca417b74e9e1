import { insertActivities } from '#src/db/ledger/activity.ts';
import { insertLookedAt } from '#src/db/report/looked-at.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { mayAct, type PersonActor } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Says that somebody has looked at a pair or ring of givers, with what they found: it needs nobody any more until it goes on for
 * another while. Refuses whoever is part of it: nobody clears themselves.
 */
export async function lookAtWarning(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>,
  {
    actor,
    kind,
    subject,
    reason,
  }: { actor: PersonActor; kind: 'pair' | 'ring'; subject: string; reason: string },
): Promise<Outcome<undefined>> {
  const { organizationId, id: by, role } = actor;
  if (!mayAct(actor, 'guard-wallets')) return refused({ kind: 'guard-not-allowed', role });
  const people = subject.split(':');
  if (people.includes(by)) return refused({ kind: 'own-warning' });
  if (reason.trim() === '') return refused({ kind: 'reason-missing' });
  return transact(deps, async (tx) => {
    await insertLookedAt(tx, { organizationId, kind, subject, by, reason: reason.trim() });
    const base = { organizationId, id: deps.newId(), at: tx.now, actorId: by, subjectId: people[0] ?? null };
    await insertActivities(tx, [
      { ...base, kind: 'warning.looked-at', detail: { pattern: kind, people: people.length } },
    ]);
    return done(undefined);
  });
}
