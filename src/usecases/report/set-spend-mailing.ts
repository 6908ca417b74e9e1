import { insertActivities } from '#src/db/ledger/activity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { deleteSpendMailing, saveSpendMailing } from '#src/db/report/spend-mailing.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf } from '#src/domain/people/access.ts';
import { mayGetSpend, type SpendMailing } from '#src/domain/report/spend-mailing.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

export type SetSpendMailing = {
  actor: Actor;
  /** Who gets it, at their own address. */
  personId: string;
  /** Undefined: they get nothing any more. */
  mailing: SpendMailing | undefined;
};

/**
 * Says that somebody gets the spend of each month by mail, or no longer does. People say it for themselves; the operator for anybody.
 *
 * Refuses somebody else's, and whoever sees no spend, is no colleague or has no address: then there is nothing to send, or nowhere.
 */
export async function setSpendMailing(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>,
  { actor, personId: id, mailing }: SetSpendMailing,
): Promise<Outcome<undefined>> {
  const { organizationId } = actor;
  if (!('operator' in actor) && actor.id !== id) return refused({ kind: 'not-allowed', role: actor.role });
  return transact(deps, async (tx): Promise<Outcome<undefined>> => {
    const person = await getPerson(tx, organizationId, id);
    const base = { organizationId, id: deps.newId(), at: tx.now, actorId: actorIdOf(actor), subjectId: id };
    if (!mailing) {
      const hadOne = await deleteSpendMailing(tx, person);
      if (hadOne) await insertActivities(tx, [{ ...base, kind: 'spend-mailing.ended' }]);
      return done(undefined);
    }
    if (!mayGetSpend(person)) return refused({ kind: 'no-spend-mailing', name: person.name });
    await saveSpendMailing(tx, person, mailing);
    await insertActivities(tx, [{ ...base, kind: 'spend-mailing.set', detail: mailing }]);
    return done(undefined);
  });
}
