import { type RawBuilder, sql } from 'kysely';
import type { Channel, ClosedChannels } from '#src/domain/message/channels.ts';
import { deliveryMoves } from '#src/domain/states.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { Db, Schema, Tx } from '#src/db/kit/schema.ts';

/** What is sent to people, by the job that sends it: a gift's message, the answer to its giver, a notification. */
export type SendingJob = Extract<JobName, 'deliver-gift' | 'answer-giver' | 'send-notification'>;

/** A message that this process alone may send, until its lease is past. `attempts`: those whose answer was lost. */
export type LeasedMessage = {
  organizationId: string;
  id: string;
  leaseUntil: Date;
  attempts: number;
  closed: ClosedChannels;
};

/** Where a message's state stands. `owner` is the table whose id it goes by. */
type SendingTable = {
  table: keyof Schema;
  id: string;
  owner: keyof Schema;
  status: string;
  dueAt: string;
  attempts: string;
  /** Whether the table says over which channel it went, which are closed, and what went wrong. */
  hasChannels: boolean;
};

const COLUMNS = { status: 'status', dueAt: 'due_at', attempts: 'attempts', hasChannels: true };

const TABLES = {
  'deliver-gift': { table: 'delivery', id: 'gift_id', owner: 'gift', ...COLUMNS },
  'send-notification': { table: 'notification', id: 'id', owner: 'notification', ...COLUMNS },
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
 * Takes messages that are due, by marking them `sending` before anything is sent; the others are left out. `where` narrows
 * down which are due and `returning` reads more of their rows, as `t`.
 *
 * One that is taken over from a sender who let its lease pass counts as a lost attempt.
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

/** The statement that writes that messages are with their readers; it gives the ids of those of which it was not known yet. */
export function markSent(
  job: Exclude<SendingJob, 'answer-giver'>,
  sent: readonly SentMessage[],
  at: Date,
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
       and t.status = any (${deliveryMoves.send.from})
    returning t.${sql.ref(id)} as id`;
}

/** With the lease's attempts and closed channels as they are now. */
export type UnsentMessage = {
  leased: LeasedMessage;
  move: 'postpone' | 'lose' | 'fail';
  /** Over which it was tried; undefined where it was not tried, or there is but one. */
  channel: Channel | undefined;
  reason: string;
  dueAt: Date;
};

/**
 * Writes why messages were not sent, or may not have been, and when to try again. Gives the ids of those of which that
 * was written: not of those that somebody else has taken over.
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
 * Makes a message due again that was given up, over every channel; one that was not is left as it is.
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
