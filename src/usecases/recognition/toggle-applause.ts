import { deleteApplause, findPost, insertApplause } from '#src/db/recognition/post.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';

/** Whether somebody applauds now, and how many do. */
export type Applause = { isGiven: boolean; count: number };

/**
 * Applauds a recognition that is posted, or takes that back. It costs nothing and counts once a person.
 *
 * Refuses what is not posted, or was taken back.
 */
export async function toggleApplause(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, recognitionId }: { person: Person; recognitionId: string },
): Promise<Outcome<Applause>> {
  const { organizationId, id: personId } = person;
  return transact(deps, async (tx) => {
    const post = await findPost(tx, { organizationId, id: recognitionId });
    if (!post || post.recipientNames.length === 0) return refused({ kind: 'gift-withdrawn' });
    const by = { organizationId, recognitionId, personId };
    const isTakenBack = await deleteApplause(tx, by);
    if (!isTakenBack) await insertApplause(tx, by);
    const after = await findPost(tx, { organizationId, id: recognitionId });
    await refreshCards(tx, organizationId, [recognitionId]);
    return done({ isGiven: !isTakenBack, count: after?.applause ?? 0 });
  });
}
