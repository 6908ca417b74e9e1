import {
  BULK_SOURCE,
  bulkRequestWrite,
  isTakenInByAnother,
  type NewBulkRequest,
} from '#src/db/recognition/bulk-request.ts';
import type { Person } from '#src/db/people/person.ts';
import type { DecidedRecognition } from '#src/db/recognition/recognition.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { transact } from '#src/db/kit/transact.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { decideBatch } from './steps/decide-batch.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type BulkProgress, findBulkProgress } from './find-bulk-progress.ts';
import { decideQueued } from './steps/decide-queued.ts';

/** One gift of a list. `key` names it: the same key gives once, whoever asks and however often. */
export type BulkGift = {
  key: string;
  recipientId: string;
  /** The department whose budget pays. */
  departmentId: string;
  /** A plain decimal, in `currency`. */
  amount: string;
  currency: string;
  occasion: string;
  message: string;
};

/** What came of a gift: given now, waiting for an approval, asked for before by its key and left as it was, or refused. */
export type BulkOutcome =
  | { status: 'given' | 'waiting' | 'before' }
  | { status: 'refused'; refusal: Refusal };

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

type DecidedById = Map<string, Pick<DecidedRecognition, 'status' | 'refusal'>>;

/** Decides the gifts that nothing stands of, by their keys. Undefined when somebody else asked for one of them meanwhile. */
async function giveFresh(
  deps: BulkDeps,
  giver: Person,
  { gifts, progress }: { gifts: readonly BulkGift[]; progress: ReadonlyMap<string, BulkProgress> },
): Promise<DecidedById | undefined> {
  const fresh = gifts.flatMap((gift) => {
    const last = progress.get(gift.key);
    if (last && last.status !== 'refused') return [];
    return [[gift.key, newRequest(deps, giver, gift, last?.nextRequestId ?? gift.key)] as const];
  });
  const made = new Map(fresh);
  if (made.size === 0) return new Map();
  const requests = [...made.values()];
  try {
    const batch = await transact(deps, (tx) =>
      decideBatch(deps, tx, requests, (decided, index) => bulkRequestWrite(requests, decided, index)),
    );
    const byId = new Map(batch.decided.map((one) => [one.id, one]));
    return new Map([...made].flatMap(([key, { id }]) => withKey(key, byId.get(id))));
  } catch (fault) {
    if (isTakenInByAnother(fault)) return undefined;
    throw fault;
  }
}

/** Decides what was accepted and is still queued: processes of an older version part the two. Adds it to `decided`. */
async function resume(
  deps: BulkDeps,
  progress: ReadonlyMap<string, BulkProgress>,
  decided: DecidedById,
): Promise<void> {
  const queued = new Map(
    [...progress].flatMap(([key, { id, status }]) => (status === 'queued' ? [[id, key]] : [])),
  );
  if (queued.size === 0) return;
  const batch = await transact(deps, (tx) => decideQueued(deps, tx, [...queued.keys()]));
  for (const one of batch.decided) decided.set(queued.get(one.id) ?? '', one);
}

function withKey<T>(key: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[key, value]];
}

function newRequest(
  deps: Pick<Deps, 'clock' | 'newId'>,
  giver: Person,
  gift: BulkGift,
  requestId: string,
): NewBulkRequest {
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
