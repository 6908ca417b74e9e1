import { findEnded } from '#src/db/ledger/activity.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import { decisionWrite, lockQueuedRecognitions } from '#src/db/recognition/recognition.ts';
import { judgeRequest, unknownKeyOf, type SignedRequest } from '#src/db/recognition/request-signature.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { DecidedRecognition } from '#src/domain/recognition/recognition.ts';
import { type DecidedBatch, type DecideDeps, decideBatch } from './decide-batch.ts';
import { recordEnds } from './record-ends.ts';

/** `forged`: refused, because Largesse did not take them in as they are. `faults`: why others were left alone. */
export type DecidedQueued = DecidedBatch & { forged: readonly string[]; faults: ReadonlyMap<string, Error> };

/**
 * Decides queued requests; see `decideBatch`.
 *
 * Requests that are already decided are left out and keep their first outcome. What Largesse did not take in, or has ended
 * before, is refused for good.
 */
export async function decideQueued(deps: DecideDeps, tx: Tx, ids: readonly string[]): Promise<DecidedQueued> {
  const queued = await lockQueuedRecognitions(tx, ids);
  const { signed, unsigned, unknown } = await judge(deps, tx, queued);
  const batch = await decideBatch(deps, tx, signed, decisionWrite);
  const refused = unsigned.map(refusedAsUnsigned);
  await writeTogether(tx, [decisionWrite(refused, tx.now)]);
  const decided = [...batch.decided, ...refused];
  await recordEnds(deps, tx, decided.flatMap(endOf));
  return {
    ...batch,
    decided,
    forged: unsigned.map(({ id }) => id),
    faults: new Map(unknown.map((request) => [request.id, unknownKeyOf(request)])),
  };
}

type Judged = Record<'signed' | 'unsigned' | 'unknown', SignedRequest[]>;

async function judge({ keys }: DecideDeps, tx: Tx, queued: readonly SignedRequest[]): Promise<Judged> {
  const ended = await findEnded(tx, queued);
  const judged: Judged = { signed: [], unsigned: [], unknown: [] };
  for (const request of queued) {
    const judgement = ended.has(request.id) ? 'unsigned' : judgeRequest(keys, request);
    judged[judgement === 'unknown-key' ? 'unknown' : judgement].push(request);
  }
  return judged;
}

/** Who it says the giver is did not ask for it. */
function refusedAsUnsigned(recognition: SignedRequest): DecidedRecognition {
  const refusal = { kind: 'unsigned-request' } as const;
  return { recognition, giverId: null, departmentId: null, status: 'refused', refusal, reviewReasons: [] };
}

function endOf({ recognition: { organizationId, id }, giverId, refusal }: DecidedRecognition) {
  return refusal
    ? [{ organizationId, id, how: 'refused' as const, refusal: refusal.kind, actorId: giverId }]
    : [];
}
