import { findEverybody } from '#src/db/people/find-people.ts';
import { askAfterWrite, isOutage, throughOutage } from '#src/db/kit/lost-answers.ts';
import { describeRef, type PersonRef } from '#src/domain/people/person-ref.ts';
import {
  insertRecognitions,
  listRecognitionsByRequest,
  type NewRecognition,
} from '#src/db/recognition/recognition.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Recognition, AcceptedRecognition } from '#src/domain/recognition/recognition.ts';
import type { TypedAmount } from '#src/domain/kit/money.ts';
import { coalesce } from '#src/kit/coalesce.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { HELD_MS } from './steps/held.ts';

export type RecognitionRequest = {
  organizationId: string;
  /** The platform or entrance it came through and that side's own id for the request: together they identify it. */
  source: string;
  requestId: string;
  giver: PersonRef;
  recipients: PersonRef[];
  amount: TypedAmount;
  message: string;
  occasion?: string;
  /** The giver has reviewed the request and means it, so they are not asked again. */
  isConfirmed?: boolean;
  channelId: string | null;
  /** Only its members see that channel. */
  isPrivateChannel?: boolean;
  /** Nobody but its recipients is to read of it. */
  isPrivate?: boolean;
  /** How to answer where it was asked; null when nobody waits there. */
  replyTo: string | null;
  /** The outcome waits for `releaseAnswer`, for half a minute at most. */
  isAnsweredFirst?: boolean;
};

type RequestDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** People wait for this, so batching is worth only a moment, and a slow write must not hold up others. */
const TOGETHER = { waitMs: 3, max: 100, parallel: 4, splitForMs: 1_000 };

/**
 * Returns a function that accepts and enqueues a request to give. Requests that arrive together share one insert.
 * `issueGifts` decides whether to grant it.
 *
 * Repeating a request id changes nothing and returns the first request. It waits while the database restarts.
 *
 * @throws `LostAnswer` when the request may have been accepted; after any other fault it was not.
 */
export function requestRecognition(
  deps: RequestDeps,
): (request: RecognitionRequest) => Promise<AcceptedRecognition> {
  const acceptTogether = coalesce(async (requests: readonly RecognitionRequest[]) => {
    try {
      return await requestRecognitions(deps, requests);
    } catch (error) {
      // No single request is the cause, so splitting the batch would not help.
      if (error instanceof Error && isOutage(error)) return new Map(requests.map((one) => [one, error]));
      throw error;
    }
  }, TOGETHER);

  return async function requestOne(request) {
    const accepted = await acceptTogether(request);
    if (!accepted) throw new Error('a request was neither accepted nor known before');
    const { enqueued, ...requested } = accepted;
    await enqueued;
    return requested;
  };
}

/** Each caller waits for its own `enqueued`, which holds up no other batch. */
type ReceivedRequest = AcceptedRecognition & { enqueued: Promise<void> };

async function requestRecognitions(
  deps: RequestDeps,
  requests: readonly RecognitionRequest[],
): Promise<Map<RecognitionRequest, ReceivedRequest>> {
  const [accepted, names] = await Promise.all([accept(deps, requests), namesOf(deps, requests)]);
  for (const { recognition, request, isRepeat } of accepted) {
    const { source, requestId, organizationId } = request;
    const ids = { recognitionId: recognition.id, requestId, source, organizationId };
    deps.log.debug({ ...ids, isRepeat }, 'Recognition received');
  }
  const queued = accepted.filter(({ recognition }) => recognition.status === 'queued');
  const enqueued = deps.queue.enqueue(
    'issue-gifts',
    queued.map(({ recognition }) => recognition.id),
  );
  return new Map(
    accepted.map(({ request, recognition, isRepeat }) => {
      return [request, { recognition, isRepeat, recipientNames: names.get(request) ?? [], enqueued }];
    }),
  );
}

type AcceptedRequest = { request: RecognitionRequest; recognition: Recognition; isRepeat: boolean };

/** We make the ids, so we can tell our own insert with a lost confirmation from an earlier request. */
async function accept(
  deps: RequestDeps,
  requests: readonly RecognitionRequest[],
): Promise<AcceptedRequest[]> {
  const now = deps.clock.now();
  const fresh = requests.map((request) => {
    return { request, row: newRecognition(request, { id: deps.newId(), now }) };
  });
  const rows = fresh.map(({ row }) => row);
  return throughOutage(async () => {
    const inserted = await insertRecognitions(deps.db, deps.keys, rows);
    const byId = new Map(inserted.map((one) => [one.id, one]));
    const others = rows.filter(({ id }) => !byId.has(id));
    const earlier = await askAfterWrite(() => listRecognitionsByRequest(deps.db, others));
    return fresh.map(({ request, row }) => {
      const found = byId.get(row.id) ?? earlier.find((one) => isSameRequest(one, request));
      const recognition = must(found, `request ${row.id}, neither inserted nor known before`);
      return { request, recognition, isRepeat: recognition.id !== row.id };
    });
  });
}

function isSameRequest(
  one: { organizationId: string; source: string; requestId: string },
  { organizationId, source, requestId }: RecognitionRequest,
): boolean {
  return one.organizationId === organizationId && one.source === source && one.requestId === requestId;
}

function newRecognition(request: RecognitionRequest, { id, now }: { id: string; now: Date }): NewRecognition {
  const { amount, isConfirmed = false, isAnsweredFirst = false, isPrivateChannel = false, ...rest } = request;
  const { isPrivate = false } = request;
  return {
    occasion: '',
    ...rest,
    id,
    isPrivateChannel,
    isPrivate,
    answerDueAt: isAnsweredFirst ? new Date(now.getTime() + HELD_MS) : now,
    confirmedAt: isConfirmed ? now : null,
    amount: amount.amount,
    currency: amount.currency ?? null,
    createdAt: now,
  };
}

/** A failed name lookup must not make a request look refused. */
async function namesOf(
  deps: Pick<Deps, 'db' | 'log'>,
  requests: readonly RecognitionRequest[],
): Promise<Map<RecognitionRequest, string[]>> {
  const asked = requests.flatMap(({ organizationId, recipients }) =>
    recipients.map((ref) => ({ organizationId, ref })),
  );
  const found = await findEverybody(deps.db, asked).catch((err: unknown) => {
    deps.log.warn({ err }, 'Could not look up the recipients for the answer');
    return [];
  });
  const named = asked.map(({ ref }, index): [key: string, name: string] => {
    const [person, another] = found[index] ?? [];
    const name = describeRef(ref);
    return person && !another ? [person.id, person.name] : [name || JSON.stringify(ref), name];
  });
  return new Map(
    requests.map((request) => {
      return [request, [...new Map(named.splice(0, request.recipients.length)).values()]];
    }),
  );
}
