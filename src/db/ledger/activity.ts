import { sql } from 'kysely';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { ActivityKind, Reader, Tx } from '#src/db/kit/schema.ts';
import { type Write, writeTogether } from '#src/db/kit/write-together.ts';
import { logActivities } from './log-activities.ts';

export type Activity = {
  organizationId: string;
  id: string;
  at: Date;
  kind: ActivityKind;
  actorId?: string | null;
  subjectId?: string | null;
  giftId?: string | null;
  detail?: Record<string, unknown>;
};

/** Appends to the record of what happened. It never holds a code. */
export async function insertActivities(tx: Tx, activities: readonly Activity[]): Promise<void> {
  await writeTogether(tx, [activityRows(tx, activities)]);
}

/** The insert of activities, for a statement that does more. Once it is committed, the log tells of them. */
export function activityRows(tx: Tx, activities: readonly Activity[]): Write {
  logActivities(tx, activities);
  return insertOf('activity', activities, {
    organization_id: ['uuid', (activity) => activity.organizationId],
    id: ['uuid', (activity) => activity.id],
    at: ['timestamptz', (activity) => activity.at],
    kind: ['text', (activity) => activity.kind],
    actor_id: ['uuid', (activity) => activity.actorId],
    subject_id: ['uuid', (activity) => activity.subjectId],
    gift_id: ['uuid', (activity) => activity.giftId],
    detail: ['jsonb', (activity) => JSON.stringify(activity.detail ?? {})],
    operator: ['text', () => tx.operator],
  });
}

/** The batches in which an actor began to give in bulk since an instant, each once. */
export async function findBulkBatches(
  db: Reader,
  query: { organizationId: string; actorId: string; since: Date },
): Promise<string[]> {
  const { rows } = await sql<{ batch: string }>`
    select distinct detail ->> 'batch' as batch from activity
     where organization_id = ${query.organizationId} and actor_id = ${query.actorId}
       and kind = 'bulk.started' and at > ${query.since}`.execute(db);
  return rows.map(({ batch }) => batch);
}

/** When an actor did something of a kind since an instant, oldest first. */
export async function findActivityTimes(
  db: Reader,
  query: { organizationId: string; actorId: string; kind: ActivityKind; since: Date },
): Promise<Date[]> {
  const rows = await db
    .selectFrom('activity')
    .select('at')
    .where('organization_id', '=', query.organizationId)
    .where('actor_id', '=', query.actorId)
    .where('kind', '=', query.kind)
    .where('at', '>', query.since)
    .orderBy('at')
    .execute();
  return rows.map((row) => row.at);
}

export type Pair = { organizationId: string; giverId: string; recipientId: string };

/** The gifts, pending ones included, that givers gave or asked to give to recipients since an instant. */
export async function findRepeats(
  db: Reader,
  pairs: readonly Pair[],
  since: Date,
): Promise<{ giverId: string; recipientId: string; amountMinor: bigint; currency: string }[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<{ giverId: string; recipientId: string; amountMinor: bigint; currency: string }>`
    select distinct a.actor_id as "giverId", a.subject_id as "recipientId",
           (a.detail ->> 'amountMinor')::bigint as "amountMinor", a.detail ->> 'currency' as currency
      from unnest(
        ${pairs.map((pair) => pair.organizationId)}::uuid[], ${pairs.map((pair) => pair.giverId)}::uuid[],
        ${pairs.map((pair) => pair.recipientId)}::uuid[]) pair (organization_id, giver_id, recipient_id)
      join activity a on a.organization_id = pair.organization_id and a.subject_id = pair.recipient_id
       and a.at > ${since} and a.actor_id = pair.giver_id and a.kind in ('gift.issued', 'gift.reserved')`.execute(
    db,
  );
  return rows;
}
