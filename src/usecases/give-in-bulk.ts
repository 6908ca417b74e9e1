import {
  type BulkRequest,
  findBulkRequests,
  insertBulkRequests,
  type NewBulkRequest,
} from '#src/db/bulk-request.ts';
import type { Person } from '#src/db/person.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Deps } from './deps.ts';
import { findBulkStanding } from './find-bulk-standing.ts';
import { issueGifts } from './issue-gifts.ts';

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
 * Gives a part of a list, some hundred gifts, on behalf of one giver; whether each is granted is decided as for any other.
 *
 * It may be broken off anywhere and done again, and by two at once: a request is taken in once by its key, and decided
 * once. What was taken in and not decided yet is decided now; what was refused is asked for anew.
 *
 * @returns the outcomes in the order of the gifts.
 */
export async function giveInBulk(
  deps: BulkDeps,
  giver: Person,
  gifts: readonly BulkGift[],
): Promise<BulkOutcome[]> {
  const taken = await takeIn(deps, giver, gifts);
  const queued = taken.filter(({ status }) => status === 'queued').map(({ id }) => id);
  const { recognitionIds } = await issueGifts({ ...deps, queue: deliveriesOnly(deps.queue) }, queued);
  const decided = await findBulkRequests(
    deps.db,
    giver.organizationId,
    taken.map(({ requestId }) => requestId),
  );
  const byRequestId = new Map(decided.map((request) => [request.requestId, request]));
  const own = new Set(recognitionIds);
  return taken.map(({ requestId }) => outcomeOf(getRequest(byRequestId, requestId), own));
}

/** The request of each gift, in their order, made where there is none that stands. */
async function takeIn(
  deps: BulkDeps,
  giver: Person,
  gifts: readonly BulkGift[],
): Promise<Pick<BulkRequest, 'id' | 'requestId' | 'status'>[]> {
  const { organizationId } = giver;
  const keys = gifts.map(({ key }) => key);
  const standing = await findBulkStanding(deps, organizationId, keys);
  const fresh = gifts.flatMap((gift) => {
    const last = standing.get(gift.key);
    if (last && last.status !== 'refused') return [];
    return [[gift.key, newRequest(deps, giver, gift, last?.nextRequestId ?? gift.key)] as const];
  });
  const made = new Map(fresh);
  const inserted = new Set(await insert(deps, [...made.values()]));
  const missed = [...made.values()].filter(({ id }) => !inserted.has(id)).map(({ requestId }) => requestId);
  const others = await findBulkRequests(deps.db, organizationId, missed);
  const byOthers = new Map(others.map((request) => [request.requestId, request]));
  return keys.map((key) => {
    const request = made.get(key);
    if (!request) return getRequest(standing, key);
    const { id, requestId } = request;
    return byOthers.get(requestId) ?? { id, requestId, status: 'queued' as const };
  });
}

async function insert(deps: BulkDeps, requests: readonly NewBulkRequest[]): Promise<string[]> {
  if (requests.length === 0) return [];
  return deps.db.transaction().execute((tx) => insertBulkRequests(tx, requests));
}

function getRequest(requests: ReadonlyMap<string, BulkRequest>, key: string): BulkRequest {
  const request = requests.get(key);
  if (!request) throw new Error(`the request ${key} was neither found nor made`);
  return request;
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
    requestId,
    giverId: giver.id,
    recipientId,
    payingDepartmentId: departmentId === giver.departmentId ? null : departmentId,
    amount,
    currency,
    occasion,
    message,
    createdAt: deps.clock.now(),
  };
}

function outcomeOf(request: BulkRequest, own: ReadonlySet<string>): BulkOutcome {
  if (request.refusal) return { status: 'refused', refusal: request.refusal };
  if (!own.has(request.id)) return { status: 'before' };
  return { status: request.status === 'issued' ? 'given' : 'waiting' };
}

/** Nobody waits for an answer, so nobody is rung for one. */
function deliveriesOnly(queue: Deps['queue']): Deps['queue'] {
  return {
    async ring(job, ids) {
      if (job !== 'answer-giver') await queue.ring(job, ids);
    },
  };
}
