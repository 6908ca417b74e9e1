import { sql } from 'kysely';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { type Write, writeTogether } from '#src/db/kit/write-together.ts';
import { type WayIn, wayInNow } from '#src/ports/way-in.ts';
import { activityText } from '#src/domain/ledger/record-text.ts';
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
  /** The hash of `giftFactsText`, in hexadecimal, where a gift or its code came to be. */
  facts?: string;
  /** For the log alone. */
  recognitionId?: string;
};

/** Appends to the record of what happened. It never holds a code. */
export async function insertActivities(tx: Tx, activities: readonly Activity[]): Promise<void> {
  await writeTogether(tx, [activityRows(tx, activities)]);
}

/** The insert of activities, for a statement that does more. Once it is committed, the log tells of them. */
export function activityRows(tx: Tx, told: readonly Activity[]): Write {
  logActivities(tx, told);
  const via = wayInNow() ?? (tx.operator === null ? undefined : 'shell');
  const activities = via === undefined ? told : told.map((activity) => comingVia(activity, via));
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
    facts: ['bytea', ({ facts }) => (facts === undefined ? null : Buffer.from(facts, 'hex'))],
    mac: ['bytea', (activity) => tx.sign(signedTextOf(activity, tx.operator))],
  });
}

/** Its detail says how it came in, so that this is signed and sealed with it. */
function comingVia(activity: Activity, via: WayIn): Activity {
  return { ...activity, detail: { ...activity.detail, via } };
}

/** What is signed of an activity. */
export function signedTextOf(activity: Activity, operator: string | null = null): string {
  const { actorId = null, subjectId = null, giftId = null, detail = {}, facts = null } = activity;
  const { organizationId, id, at, kind } = activity;
  return activityText({ organizationId, id, at, kind, actorId, subjectId, giftId, detail, facts, operator });
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

/** Which of these requests have ended without a gift, as it is on record. */
export async function findEnded(
  db: Reader,
  requests: readonly { organizationId: string; id: string }[],
): Promise<Set<string>> {
  if (requests.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select asked.id
      from unnest(${requests.map(({ organizationId }) => organizationId)}::uuid[], ${requests.map(({ id }) => id)}::text[])
        asked (organization_id, id)
      join activity a on a.organization_id = asked.organization_id and a.kind = 'recognition.ended'
       and a.detail ->> 'recognitionId' = asked.id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Whether an organization's waiting requests were taken over. */
export async function wereRequestsTakenOver(db: Reader, organizationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from activity where organization_id = ${organizationId} and kind = 'recognition.taken-over' limit 1`.execute(
    db,
  );
  return rows.length > 0;
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
