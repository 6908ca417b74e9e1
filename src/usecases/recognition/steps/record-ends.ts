import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { NewEvent } from '#src/domain/webhook/event-types.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publish } from '#src/usecases/kit/publish.ts';

/** A request that came to nothing before any money was put aside for it. `actorId`: who withdrew it. */
export type EndedRequest = {
  organizationId: string;
  id: string;
  how: 'refused' | 'cancelled';
  refusal?: Refusal['kind'];
  actorId?: string | null;
};

/** Records that requests have ended: whoever has them decided again by changing their rows is found by it. */
export async function recordEnds(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  ended: readonly EndedRequest[],
): Promise<void> {
  if (ended.length === 0) return;
  const activities = ended.map(({ organizationId, id: recognitionId, actorId = null, how, refusal }) => ({
    organizationId,
    id: newId(),
    at: tx.now,
    kind: 'recognition.ended' as const,
    actorId,
    recognitionId,
    detail: refusal === undefined ? { recognitionId, how } : { recognitionId, how, refusal },
  }));
  await insertActivities(tx, activities);
  await publish({ newId }, tx, ended.map(eventOf));
}

function eventOf({
  organizationId,
  id: recognitionId,
  how,
  actorId: giverId = null,
}: EndedRequest): NewEvent {
  return { organizationId, type: 'recognition.ended', data: { recognitionId, giverId, how } };
}
