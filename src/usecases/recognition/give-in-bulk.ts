import { BULK_SOURCE, bulkRequestWrite, isTakenInByAnother } from '#src/db/recognition/bulk-request.ts';
import { must } from '#src/domain/kit/must.ts';
import type { AskedRecognition, DecidedRecognition } from '#src/domain/recognition/recognition.ts';
import { transact } from '#src/db/kit/transact.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { decideBatch } from './steps/decide-batch.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type BulkProgress, findBulkProgress } from './find-bulk-progress.ts';
import { decideQueued } from './steps/decide-queued.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { BulkGift, BulkOutcome } from '#src/domain/recognition/bulk.ts';

type BulkDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Gives a part of a list, a thousand gifts or so, on behalf of one giver; whether each is granted is decided as for any other.
 *
 * It may be broken off anywhere and done again, and by two at once: a request is accepted by its key, once, in the
 * transaction that decides it. What was refused is asked for anew.
 *
 * @returns the outcomes in the order of the gifts.
 */
export async function giveInBulk(
  deps: BulkDeps,
  giver: Person,
  gifts: readonly BulkGift[],
): Promise<BulkOutcome[]> {
  for (;;) {
    const keys = gifts.map(({ key }) => key);
    const progress = await findBulkProgress(deps, everythingOf(giver.organizationId), keys);
    const decided = await giveFresh(deps, giver, { gifts, progress });
    if (!decided) continue;
    await resume(deps, progress, decided);
    return keys.map((key) => outcomeOf(decided.get(key)));
  }
}

type DecidedByKey = Map<string, Pick<DecidedRecognition, 'status' | 'refusal'>>;

/** Decides the gifts that nothing stands of, by their keys. Undefined when somebody else asked for one of them meanwhile. */
async function giveFresh(
  deps: BulkDeps,
  giver: Person,
  { gifts, progress }: { gifts: readonly BulkGift[]; progress: ReadonlyMap<string, BulkProgress> },
): Promise<DecidedByKey | undefined> {
  const fresh = new Map<string, AskedRecognition>();
  for (const gift of gifts) {
    const last = progress.get(gift.key);
    if (last && last.status !== 'refused') continue;
    fresh.set(gift.key, newRequest(deps, giver, gift, last?.nextRequestId ?? gift.key));
  }
  if (fresh.size === 0) return new Map();
  const keys = new Map([...fresh].map(([key, { id }]) => [id, key]));
  try {
    const batch = await transact(deps, (tx) => decideBatch(deps, tx, [...fresh.values()], bulkRequestWrite));
    return byKey(batch.decided, keys);
  } catch (fault) {
    if (isTakenInByAnother(fault)) return undefined;
    throw fault;
  }
}

/** Decides what was accepted and is still queued: processes of an older version part the two. Adds it to `decided`. */
async function resume(
  deps: BulkDeps,
  progress: ReadonlyMap<string, BulkProgress>,
  decided: DecidedByKey,
): Promise<void> {
  const queued = new Map(
    [...progress].flatMap(([key, { id, status }]) => (status === 'queued' ? [[id, key]] : [])),
  );
  if (queued.size === 0) return;
  const batch = await transact(deps, (tx) => decideQueued(deps, tx, [...queued.keys()]));
  for (const [key, one] of byKey(batch.decided, queued)) decided.set(key, one);
}

/** What was decided, by the keys of the gifts. `keys`: those of the requests, by their ids. */
function byKey(decided: readonly DecidedRecognition[], keys: ReadonlyMap<string, string>): DecidedByKey {
  return new Map(
    decided.map((one) => {
      const { id } = one.recognition;
      return [must(keys.get(id), `gift of the list for request ${id}`), one];
    }),
  );
}

function newRequest(
  deps: Pick<Deps, 'clock' | 'newId'>,
  giver: Person,
  gift: BulkGift,
  requestId: string,
): AskedRecognition {
  const { recipientId, departmentId, amount, currency, occasion, message } = gift;
  return {
    organizationId: giver.organizationId,
    id: deps.newId(),
    source: BULK_SOURCE,
    requestId,
    giver: { by: 'id', personId: giver.id },
    recipients: [{ by: 'id', personId: recipientId }],
    payingDepartmentId: departmentId === giver.departmentId ? null : departmentId,
    amount,
    currency,
    occasion,
    message,
    confirmedAt: deps.clock.now(),
  };
}

function outcomeOf(decided: Pick<DecidedRecognition, 'status' | 'refusal'> | undefined): BulkOutcome {
  if (!decided) return { status: 'before' };
  if (decided.refusal) return { status: 'refused', refusal: decided.refusal };
  return { status: decided.status === 'issued' ? 'given' : 'waiting' };
}
