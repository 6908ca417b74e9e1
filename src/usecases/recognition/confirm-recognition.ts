import { type AskedRecognitionRef, findAsked, saveConfirmed } from '#src/db/recognition/confirmation.ts';
import type { AnsweredQuestion } from '#src/domain/recognition/recognition.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { cancelUnconfirmed, PATIENCE_MS } from './steps/cancel-unconfirmed.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { HELD_MS } from './steps/held.ts';
import { transact } from '#src/db/kit/transact.ts';

/** `replyTo`: how to answer where the giver confirmed; null when nobody waits there. */
export type Confirmation = {
  organizationId: string;
  recognitionId: string;
  giverId: string;
  replyTo: string | null;
  /** The outcome waits for `releaseAnswer`, for half a minute at most. */
  isAnsweredFirst?: boolean;
  /** Nobody else is to read of it. */
  isPrivate?: boolean;
};

/**
 * Accepts the giver's yes and sends the request to be decided. The first answer counts: a later one changes nothing and
 * returns the request's state. An answer that is an hour late cancels it, as the sweep would.
 *
 * Refuses anybody but the giver.
 */
export async function confirmRecognition(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  {
    organizationId,
    recognitionId: id,
    giverId,
    replyTo,
    isAnsweredFirst = false,
    isPrivate = false,
  }: Confirmation,
): Promise<Outcome<AnsweredQuestion>> {
  const asked = { organizationId, id, giverId };
  const isChanged = await transact(deps, async (tx) => {
    const askedSince = new Date(tx.now.getTime() - PATIENCE_MS);
    const answerDueAt = isAnsweredFirst ? new Date(tx.now.getTime() + HELD_MS) : tx.now;
    const isConfirmed = await saveConfirmed(tx, deps.keys, asked, {
      at: tx.now,
      askedSince,
      replyTo,
      answerDueAt,
      isPrivate,
    });
    if (isConfirmed) tx.after('issue-gifts', [id]);
    else await cancelUnconfirmed(deps, tx, asked);
    return isConfirmed;
  });
  return answeredQuestionOf(deps, asked, isChanged);
}

/** The request after its giver answered. */
export async function answeredQuestionOf(
  deps: Pick<Deps, 'db'>,
  asked: AskedRecognitionRef,
  isChanged: boolean,
): Promise<Outcome<AnsweredQuestion>> {
  const recognition = await findAsked(deps.db, asked);
  return recognition ? done({ recognition, isChanged }) : refused({ kind: 'not-yours-to-confirm' });
}
