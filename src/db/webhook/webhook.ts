import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { type WebhookStatus, webhookMoves } from '#src/domain/states.ts';
import type { EventType } from '#src/domain/webhook/event-types.ts';
import type { DisabledWhy, Health } from '#src/domain/webhook/health.ts';

export type WebhookRef = { organizationId: string; id: string };

/** An address that is told of events. */
export type Webhook = WebhookRef & { url: string; types: EventType[]; status: WebhookStatus } & Health;

const COLUMNS = [
  'organization_id as organizationId',
  'id',
  'url',
  'types',
  'status',
  'failures',
  'failing_since as failingSince',
  'held_until as heldUntil',
  'warned_at as warnedAt',
] as const;

export type NewWebhook = WebhookRef & {
  url: string;
  types: readonly EventType[];
  madeAt: Date;
  madeBy: string | null;
};

export async function insertWebhook(tx: Tx, webhook: NewWebhook): Promise<void> {
  await tx
    .insertInto('webhook')
    .values({
      organization_id: webhook.organizationId,
      id: webhook.id,
      url: webhook.url,
      types: [...webhook.types],
      made_at: webhook.madeAt,
      made_by: webhook.madeBy,
      failing_since: null,
      held_until: null,
      warned_at: null,
      disabled_why: null,
    })
    .execute();
}

/** How many an organization has. */
export async function countWebhooks(db: Reader, organizationId: string): Promise<number> {
  const { webhooks } = await db
    .selectFrom('webhook')
    .select((is) => is.fn.countAll<bigint>().as('webhooks'))
    .where('organization_id', '=', organizationId)
    .where('status', '<>', 'deleted')
    .executeTakeFirstOrThrow();
  return Number(webhooks);
}

/** The webhook that a job names: the queue knows only its id. Undefined when there is none. */
export async function findWebhookById(db: Reader, id: string): Promise<Webhook | undefined> {
  return db.selectFrom('webhook').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

/** Locks a webhook until the transaction ends. Undefined when there is none. */
export async function lockWebhook(tx: Tx, { organizationId, id }: WebhookRef): Promise<Webhook | undefined> {
  return tx
    .selectFrom('webhook')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Moves a locked webhook on; false when it is in no state for that. Whoever resumes it starts it as new. */
export async function saveWebhookMove(
  tx: Tx,
  { organizationId, id }: WebhookRef,
  move: keyof typeof webhookMoves,
  disabledWhy: DisabledWhy | null = null,
): Promise<boolean> {
  const { from, to } = webhookMoves[move];
  const { numUpdatedRows } = await tx
    .updateTable('webhook')
    .set({
      status: to,
      disabled_why: disabledWhy,
      ...(move === 'resume' && { failures: 0, failing_since: null, held_until: null, warned_at: null }),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function saveHealth(
  tx: Tx,
  { organizationId, id }: WebhookRef,
  { failures, failingSince, heldUntil, warnedAt }: Health,
): Promise<void> {
  await tx
    .updateTable('webhook')
    .set({ failures, failing_since: failingSince, held_until: heldUntil, warned_at: warnedAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** The types of events that webhooks of these organizations chose, by organization: nobody wants to read of others. */
export async function findWantedTypes(
  db: Reader,
  organizations: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ organizationId: string; types: string[] }>`
    select organization_id as "organizationId", array_agg(distinct type) as types
      from webhook cross join lateral unnest(types) type
     where organization_id = any (${organizations}::uuid[]) and status <> 'deleted'
     group by organization_id`.execute(db);
  return new Map(rows.map(({ organizationId, types }) => [organizationId, new Set(types)]));
}
