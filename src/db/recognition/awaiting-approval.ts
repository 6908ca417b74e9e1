import type { Tx } from '#src/db/kit/schema.ts';
import { recognitionMoves } from '#src/domain/states.ts';
import { answerDueAgain, nothingToAnswer } from './answer.ts';

/**
 * Ends a recognition whose giver withdrew it while it waited for an approval; they need no answer. Throws when it does
 * not wait.
 */
export async function finishWithdrawn(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  at: Date,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('recognition')
    .set({ status: recognitionMoves.withdraw.to, decided_at: at, ...nothingToAnswer() })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', recognitionMoves.withdraw.from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`recognition ${id} does not wait for an approval`);
}

/**
 * Ends a recognition that waited for an approval, and makes the answer to its giver due again.
 *
 * @returns whether the giver can still be answered.
 * @throws when it does not wait for an approval.
 */
export async function finishApproved(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  { move, at }: { move: 'issue' | 'decline'; at: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('recognition')
    .set({ status: recognitionMoves[move].to, decided_at: at, ...answerDueAgain(at) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', '=', recognitionMoves.decline.from[0])
    .returning('reply_to')
    .executeTakeFirst();
  if (!row) throw new Error(`recognition ${id} does not wait for an approval`);
  return row.reply_to !== null;
}
