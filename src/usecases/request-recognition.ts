import { findEverybody } from '#src/db/find-people.ts';
import { throughOutage } from '#src/db/lost-answers.ts';
import { type PersonRef } from '#src/db/person-ref.ts';
import { getRecognitionByRequest, insertRecognition, type Recognition } from '#src/db/recognition.ts';
import type { TypedAmount } from '#src/domain/money.ts';
import type { Deps } from './deps.ts';

export type RecognitionRequest = {
  organizationId: string;
  /** The platform or entrance it came by, and that one's own id of the request: together they name it once. */
  source: string;
  requestId: string;
  giver: PersonRef;
  recipients: PersonRef[];
  amount: TypedAmount;
  message: string;
  occasion?: string;
  /** The giver has seen what they ask for and means it: they are not asked whether they do. */
  isConfirmed?: boolean;
  channelId: string | null;
  /** How to answer in the place where it was asked; null when nobody waits there. */
  replyTo: string | null;
};

/** The request as it stands: `isRepeat` when it was taken in before, with whatever came of it since. */
export type RequestedRecognition = { recognition: Recognition; isRepeat: boolean; recipientNames: string[] };

type RequestDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'log'>;

/**
 * Takes a request to give in, by one insert, and rings the queue. Whether it is granted is decided by `issueGifts`.
 *
 * The same request id again changes nothing and returns the first one. A database that restarts is waited for.
 *
 * @throws `LostAnswer` when the request may have been taken in; after any other fault it was not.
 */
export async function requestRecognition(
  deps: RequestDeps,
  request: RecognitionRequest,
): Promise<RequestedRecognition> {
  const { recognition, isRepeat } = await takeIn(deps, request);
  const isQueued = recognition.status === 'queued';
  const [recipientNames] = await Promise.all([
    namesOf(deps, recognition),
    isQueued ? deps.queue.ring('issue-gifts', [recognition.id]) : undefined,
  ]);
  return { recognition, isRepeat, recipientNames };
}

/** The id is ours: it tells our own insert, whose confirmation was lost, from an earlier request. */
async function takeIn(
  deps: RequestDeps,
  request: RecognitionRequest,
): Promise<Omit<RequestedRecognition, 'recipientNames'>> {
  const { amount, isConfirmed = false, occasion = '', ...rest } = request;
  const now = deps.clock.now();
  const row = {
    ...rest,
    id: deps.newId(),
    occasion,
    confirmedAt: isConfirmed ? now : null,
    amount: amount.amount,
    currency: amount.currency ?? null,
    createdAt: now,
  };
  return throughOutage(async () => {
    const recognition =
      (await insertRecognition(deps.db, row)) ?? (await getRecognitionByRequest(deps.db, request));
    return { recognition, isRepeat: recognition.id !== row.id };
  });
}

/** The request is taken in by now: names that cannot be looked up must not make it look refused. */
async function namesOf(
  deps: Pick<Deps, 'db' | 'log'>,
  { organizationId, recipients }: Recognition,
): Promise<string[]> {
  try {
    const wanted = recipients.map((ref) => ({ organizationId, ref }));
    const found = await findEverybody(deps.db, wanted);
    return recipients.map((ref, index) => {
      const [person, another] = found[index] ?? [];
      return person && !another ? person.name : describeRef(ref);
    });
  } catch (err) {
    deps.log.warn({ organizationId, err }, 'the recipients could not be looked up for the answer');
    return recipients.map(describeRef);
  }
}

/** How to speak of somebody whom we may not know. */
export function describeRef(ref: PersonRef): string {
  switch (ref.by) {
    case 'chat':
      return ref.profile?.name ?? ref.userId;
    case 'name':
    case 'group':
      return ref.name;
    case 'email':
      return ref.email;
    case 'id':
      return ref.personId;
    default:
      return ref satisfies never;
  }
}
