import { recognitionMoves } from '#src/domain/states.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';
import { answerDue, answerDueAgain, nothingToAnswer } from './answer.ts';
import { findRecognition, waitingColumns } from './recognition.ts';
import { judgeRequest, signRequest, unknownKeyOf, type SignedRequest } from './request-signature.ts';
import type { Db, Reader, Tx } from '#src/db/kit/schema.ts';
import type { KeyRing } from '#src/ports/keys.ts';

const LIMIT = 1_000;

/** A recognition that its giver was asked to confirm. */
export type AskedRecognitionRef = { organizationId: string; id: string; giverId: string };

/**
 * Sends a confirmed request back to be decided, signed anew. Its answer is due again at `answerDueAt`, where the giver confirmed.
 * Returns false and writes nothing when it does not wait for this giver's confirmation, or was asked before `askedSince`.
 *
 * One that is not as it was taken in loses its signature, and is refused when it is decided.
 *
 * @throws when only another process can tell, which has the key that it is signed under.
 */
export async function saveConfirmed(
  tx: Tx,
  keys: Pick<KeyRing, 'ids' | 'sign' | 'isSigned'>,
  asked: AskedRecognitionRef,
  {
    at,
    askedSince,
    replyTo,
    answerDueAt,
    isPrivate,
  }: { at: Date; askedSince: Date; replyTo: string | null; answerDueAt: Date; isPrivate: boolean },
): Promise<boolean> {
  const request = await findRequestToConfirm(tx, asked, askedSince);
  if (!request) return false;
  const judgement = judgeRequest(keys, request);
  if (judgement === 'unknown-key') throw unknownKeyOf(request);
  const signature = judgement === 'signed' ? signRequest(keys, { ...request, confirmedAt: at }) : null;
  const { numUpdatedRows } = await waiting(tx, asked)
    .set({
      status: recognitionMoves.confirm.to,
      confirmed_at: at,
      decided_at: null,
      look_up_at: null,
      ...(isPrivate && { is_private: true }),
      key_id: signature?.keyId ?? null,
      mac: signature?.mac ?? null,
      ...answerDue(replyTo, answerDueAt),
    })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function findRequestToConfirm(
  tx: Tx,
  { organizationId, id, giverId }: AskedRecognitionRef,
  askedSince: Date,
): Promise<SignedRequest | undefined> {
  return tx
    .selectFrom('recognition')
    .select(waitingColumns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('giver_id', '=', giverId)
    .where('status', 'in', recognitionMoves.confirm.from)
    .where('decided_at', '>=', askedSince)
    .forUpdate()
    .executeTakeFirst();
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
 * due. With `asked`, only that giver's request. Returns which.
 */
export async function cancelAskedBefore(
  db: Db,
  before: Date,
  { at, asked }: { at: Date; asked?: AskedRecognitionRef | undefined },
): Promise<{ organizationId: string; id: string }[]> {
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
  return db
    .updateTable('recognition')
    .set({ status: recognitionMoves.cancel.to, decided_at: at, ...answerDueAgain(at) })
    .where('id', 'in', late)
    .where('status', 'in', recognitionMoves.cancel.from)
    .returning(['organization_id as organizationId', 'id'])
    .execute();
}

/** A giver's own request; undefined for anybody else's. */
export async function findAsked(
  db: Reader,
  { organizationId, id, giverId }: AskedRecognitionRef,
): Promise<Recognition | undefined> {
  const recognition = await findRecognition(db, { organizationId, id });
  return recognition?.giverId === giverId ? recognition : undefined;
}
