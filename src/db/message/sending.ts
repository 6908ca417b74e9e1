import { type RawBuilder, sql } from 'kysely';
import type { Channel, ClosedWays } from '#src/domain/message/channels.ts';
import { deliveryMoves } from '#src/domain/states.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { Db, Schema, Tx } from '#src/db/kit/schema.ts';

/** The jobs that send messages: a gift, the answer to its giver, a notification, a card that replaces another, a post. */
export type SendingJob = Extract<
  JobName,
  'deliver-gift' | 'answer-giver' | 'send-notification' | 'update-card' | 'post-recognition'
>;

/** A message that only this process may send until its lease expires. `attempts` counts those whose answer was lost. */
export type LeasedMessage = {
  organizationId: string;
  id: string;
  leaseUntil: Date;
  attempts: number;
  closed: ClosedWays;
};

/** Where a message's state is stored. `owner` is the table whose id it shares. */
type SendingTable = {
  table: keyof Schema;
  id: string;
  owner: keyof Schema;
  status: string;
  dueAt: string;
  attempts: string;
  /** Whether the table records the channel used, the closed channels and what went wrong. */
  hasChannels: boolean;
};

const COLUMNS = { status: 'status', dueAt: 'due_at', attempts: 'attempts', hasChannels: true };

const TABLES = {
  'deliver-gift': { table: 'delivery', id: 'gift_id', owner: 'gift', ...COLUMNS },
  'send-notification': { table: 'notification', id: 'id', owner: 'notification', ...COLUMNS },
  'update-card': { table: 'placed_card', id: 'id', owner: 'placed_card', ...COLUMNS, hasChannels: false },
  'post-recognition': { table: 'post', id: 'id', owner: 'post', ...COLUMNS, hasChannels: false },
  'answer-giver': {
    table: 'recognition',
    id: 'id',
    owner: 'recognition',
    status: 'answer_status',
    dueAt: 'answer_due_at',
    attempts: 'answer_attempts',
    hasChannels: false,
  },
} as const satisfies Record<SendingJob, SendingTable>;

/**
 * Leases due messages by marking them `sending` before anything is sent; the others are left out. `where` narrows down
 * which are due and `returning` reads more of their rows, as `t`.
 *
 * Taking one over from a sender whose lease expired counts as a lost attempt.
 */
export async function leaseDue<More extends object = object>(
  db: Db,
  job: SendingJob,
  ids: readonly string[],
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
  { where = sql``, returning = sql`` }: { where?: RawBuilder<unknown>; returning?: RawBuilder<unknown> } = {},
): Promise<(LeasedMessage & More)[]> {
  const { table, id, owner, status, dueAt, attempts, hasChannels } = TABLES[job];
  const { rows } = await sql<LeasedMessage & More>`
    update ${sql.table(table)} t
       set ${sql.ref(status)} = ${deliveryMoves.lease.to}, ${sql.ref(dueAt)} = ${leaseUntil},
           ${sql.ref(attempts)} = t.${sql.ref(attempts)} + (t.${sql.ref(status)} = 'sending')::integer
      from unnest(${ids.toSorted()}::uuid[]) asked (id)
     cross join lateral (
       select o.organization_id from ${sql.table(owner)} o where o.id = asked.id limit 1) owner
     where t.organization_id = owner.organization_id and t.${sql.ref(id)} = asked.id
       and t.${sql.ref(status)} = any (${deliveryMoves.lease.from}) and t.${sql.ref(dueAt)} <= ${now} ${where}
    returning t.organization_id as "organizationId", t.${sql.ref(id)} as id, t.${sql.ref(dueAt)} as "leaseUntil",
              t.${sql.ref(attempts)} as attempts,
              ${hasChannels ? sql`t.closed` : sql`'{}'::jsonb`} as closed ${returning}`.execute(db);
  return rows;
}

export type SentMessage = {
  leased: Pick<LeasedMessage, 'organizationId' | 'id'>;
  channel: Channel;
  messageId: string;
};

/** The statement that marks messages as sent; it returns the ids of those not marked before. `where` leaves some out, as `t`. */
export function markSent(
  job: Extract<SendingJob, 'deliver-gift' | 'send-notification'>,
  sent: readonly SentMessage[],
  { at, where = sql`` }: { at: Date; where?: RawBuilder<unknown> },
): RawBuilder<{ id: string }> {
  const { table, id } = TABLES[job];
  return sql`
    update ${sql.table(table)} t
       set status = ${deliveryMoves.send.to}, channel = s.channel, message_id = s.message_id, sent_at = ${at},
           last_error = null
      from unnest(
        ${sent.map(({ leased }) => leased.organizationId)}::uuid[], ${sent.map(({ leased }) => leased.id)}::uuid[],
        ${sent.map(({ channel }) => channel)}::text[], ${sent.map(({ messageId }) => messageId)}::text[]
      ) s (organization_id, id, channel, message_id)
     where t.organization_id = s.organization_id and t.${sql.ref(id)} = s.id
       and t.status = any (${deliveryMoves.send.from}) ${where}
    returning t.${sql.ref(id)} as id`;
}

/** A message that was not, or may not have been, sent, with the attempts and closed channels as they are now. */
export type UnsentMessage = {
  leased: LeasedMessage;
  move: 'postpone' | 'lose' | 'fail';
  /** There was nothing left to say, so nobody needs to look. */
  isDropped?: boolean;
  /** The channel that was tried; undefined when it was not tried or there is only one. */
  channel: Channel | undefined;
  reason: string;
  dueAt: Date;
};

/**
 * Records why messages were not, or may not have been, sent, and when to retry. Returns the ids that were written,
 * without those that another sender has taken over.
 */
export async function saveUnsent(
  db: Db,
  job: SendingJob,
  unsent: readonly UnsentMessage[],
): Promise<Set<string>> {
  const written = new Set<string>();
  for (const move of ['postpone', 'lose', 'fail'] as const) {
    const moved = unsent.filter((one) => one.move === move);
    if (moved.length === 0) continue;
    const { rows } = await updateUnsent(TABLES[job], deliveryMoves[move], moved).execute(db);
    for (const { id } of rows) written.add(id);
  }
  return written;
}

function updateUnsent(
  { table, id, status, dueAt, attempts, hasChannels }: SendingTable,
  move: { from: readonly string[]; to: string },
  unsent: readonly UnsentMessage[],
): RawBuilder<{ id: string }> {
  const why = sql`, channel = u.channel, last_error = u.reason, closed = u.closed`;
  return sql`
    update ${sql.table(table)} t
       set ${sql.ref(status)} = ${move.to}, ${sql.ref(dueAt)} = u.due_at, ${sql.ref(attempts)} = u.attempts
           ${hasChannels ? why : sql``}
      from unnest(
        ${unsent.map(({ leased }) => leased.organizationId)}::uuid[],
        ${unsent.map(({ leased }) => leased.id)}::uuid[],
        ${unsent.map(({ leased }) => leased.leaseUntil)}::timestamptz[],
        ${unsent.map((one) => one.dueAt)}::timestamptz[], ${unsent.map(({ leased }) => leased.attempts)}::integer[],
        ${unsent.map((one) => one.channel ?? null)}::text[], ${unsent.map((one) => one.reason)}::text[],
        ${unsent.map((one) => JSON.stringify(one.leased.closed))}::jsonb[]
      ) u (organization_id, id, lease_until, due_at, attempts, channel, reason, closed)
     where t.organization_id = u.organization_id and t.${sql.ref(id)} = u.id
       and t.${sql.ref(status)} = any (${move.from}) and t.${sql.ref(dueAt)} = u.lease_until
    returning t.${sql.ref(id)} as id`;
}

/**
 * Makes a message that was given up due again, over every channel; any other is left as it is.
 *
 * @throws when there is no such message.
 */
export async function reviveSending(
  tx: Tx,
  job: SendingJob,
  { organizationId, subjectId, now }: { organizationId: string; subjectId: string; now: Date },
): Promise<void> {
  const { table, id, status, dueAt, attempts, hasChannels } = TABLES[job];
  const isIt = sql`organization_id = ${organizationId} and ${sql.ref(id)} = ${subjectId}`;
  const { rows } = await sql`
    with revived as (
      update ${sql.table(table)}
         set ${sql.ref(status)} = ${deliveryMoves.retry.to}, ${sql.ref(dueAt)} = ${now}, ${sql.ref(attempts)} = 0
             ${hasChannels ? sql`, closed = '{}'` : sql``}
       where ${isIt} and ${sql.ref(status)} = any (${deliveryMoves.retry.from}))
    select from ${sql.table(table)} where ${isIt}`.execute(tx);
  if (rows.length === 0) throw new Error(`there is no message ${subjectId} of ${job}`);
}

export function isSendingJob(job: JobName): job is SendingJob {
  return job in TABLES;
}
