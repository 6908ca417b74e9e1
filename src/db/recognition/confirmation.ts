import { recognitionMoves } from '#src/domain/states.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';
import { answerDue, answerDueAgain, nothingToAnswer } from './answer.ts';
import { findRecognition } from './recognition.ts';
import type { Db, Reader } from '#src/db/kit/schema.ts';

const LIMIT = 1_000;

/** A recognition that its giver was asked to confirm. */
export type AskedRecognitionRef = { organizationId: string; id: string; giverId: string };

/**
 * Sends a confirmed request back to be decided. Its answer is due again, where the giver confirmed. Returns false and
 * writes nothing when it does not wait for this giver's confirmation, or was asked before `askedSince`.
 */
export async function saveConfirmed(
  db: Db,
  asked: AskedRecognitionRef,
  { at, askedSince, replyTo }: { at: Date; askedSince: Date; replyTo: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await waiting(db, asked)
    .where('decided_at', '>=', askedSince)
    .set({
      status: recognitionMoves.confirm.to,
      confirmed_at: at,
      decided_at: null,
      look_up_at: null,
      ...answerDue(replyTo, at),
    })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Cancels a request for its giver, who did it themselves and so needs no answer. False as above. */
export async function saveCancelled(db: Db, asked: AskedRecognitionRef, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await waiting(db, asked)
    .set({ status: recognitionMoves.cancel.to, decided_at: at, ...nothingToAnswer() })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function waiting(db: Db, { organizationId, id, giverId }: AskedRecognitionRef) {
  return db
    .updateTable('recognition')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('giver_id', '=', giverId)
    .where('status', 'in', recognitionMoves.confirm.from);
}

/**
 * Cancels requests that were asked before an instant, at most a thousand at once, and makes the answers to their givers
 * due. With `asked`, only that giver's request. Returns the ids.
 */
export async function cancelAskedBefore(
  db: Db,
  before: Date,
  { at, asked }: { at: Date; asked?: AskedRecognitionRef | undefined },
): Promise<string[]> {
  const late = db
    .selectFrom('recognition')
    .select('id')
    .where('status', 'in', recognitionMoves.cancel.from)
    .where('decided_at', '<', before)
    .$call((query) =>
      asked
        ? query
            .where('organization_id', '=', asked.organizationId)
            .where('id', '=', asked.id)
            .where('giver_id', '=', asked.giverId)
        : query,
    )
    .orderBy('decided_at')
    .limit(LIMIT);
  const cancelled = await db
    .updateTable('recognition')
    .set({ status: recognitionMoves.cancel.to, decided_at: at, ...answerDueAgain(at) })
    .where('id', 'in', late)
    .where('status', 'in', recognitionMoves.cancel.from)
    .returning('id')
    .execute();
  return cancelled.map(({ id }) => id);
}

/** A giver's own request; undefined for anybody else's. */
export async function findAsked(
  db: Reader,
  { organizationId, id, giverId }: AskedRecognitionRef,
): Promise<Recognition | undefined> {
  const recognition = await findRecognition(db, { organizationId, id });
  return recognition?.giverId === giverId ? recognition : undefined;
}
