import { makeCardsDue } from '#src/db/message/placed-card.ts';
import type { Tx } from '#src/db/kit/schema.ts';

/**
 * Has the cards in chat about these subjects shown as they are now, once this is committed. Call it last: whoever replaces
 * them waits for nothing else.
 *
 * @param subjectIds ids of gifts, approvals, requests, or people whose balance changes.
 */
export async function refreshCards(
  tx: Tx,
  organizationId: string,
  subjectIds: readonly string[],
): Promise<void> {
  tx.after('update-card', await makeCardsDue(tx, { organizationId, subjectIds }, tx.now));
}
