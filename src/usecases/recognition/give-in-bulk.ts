import { BULK_SOURCE, bulkRequestWrite, isTakenInByAnother } from '#src/db/recognition/bulk-request.ts';
import { must } from '#src/domain/kit/must.ts';
import type { AskedRecognition, DecidedRecognition } from '#src/domain/recognition/recognition.ts';
import { transact } from '#src/db/kit/transact.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { decideBatch } from './steps/decide-batch.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type BulkProgress, findBulkProgress } from './find-bulk-progress.ts';
import { decideQueued } from './steps/decide-queued.ts';
import { tellOfForged } from './issue-gifts.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { BulkGift, BulkOutcome } from '#src/domain/recognition/bulk.ts';

type BulkDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/**
 * Gives part of a list, about a thousand gifts, for one giver; each is decided like any other request.
 *
 * Safe to interrupt, repeat and run twice at once: a request is accepted once by its key, in the transaction that
 * decides it. Refused gifts are requested again.
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

/**
 * Decides the gifts not requested yet, by key. Undefined when somebody else has requested one of them in the meantime.
 */
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
    const batch = await transact(deps, (tx) =>
      decideBatch(deps, tx, [...fresh.values()], (decided, at) => bulkRequestWrite(deps.keys, decided, at)),
    );
    return byKey(batch.decided, keys);
  } catch (fault) {
    if (isTakenInByAnother(fault)) return undefined;
    throw fault;
  }
}

/**
 * Decides requests that were accepted but are still queued, which older versions did in two steps. Adds them to
 * `decided`.
 */
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
  tellOfForged(deps, batch);
  const [fault] = batch.faults.values();
  if (fault) throw fault;
  for (const [key, one] of byKey(batch.decided, queued)) decided.set(key, one);
}

/** The decisions by gift key. `keys` maps request ids to gift keys. */
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
