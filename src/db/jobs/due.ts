import { type RawBuilder, sql } from 'kysely';
import type { JobName } from '#src/ports/queue.ts';
import { lateSweep } from './last-sweep.ts';
import type { Reader, Schema } from '#src/db/kit/schema.ts';

type DueQuery = {
  /** The table whose ids the job carries. */
  subject: keyof Schema;
  /** The ways in which a row comes to be due, each with its own index. `id` is the column that holds the subject's id. */
  ways: readonly { table: keyof Schema; id: string; dueAt: RawBuilder<Date>; where: RawBuilder<boolean> }[];
};

const LIMIT = 1_000;

const UNSENT = sql<boolean>`status in ('due', 'sending', 'unknown')`;
const IS_OPEN = sql<boolean>`status = 'open'`;

/** The queries for rows that wait for work, by the name that job definitions use. */
const DUE = {
  recognitions: {
    subject: 'recognition',
    ways: [
      {
        table: 'recognition',
        id: 'id',
        dueAt: sql.ref('created_at'),
        where: sql`status = 'queued' and decided_at is null and look_up_at is null`,
      },
      {
        table: 'recognition',
        id: 'id',
        dueAt: sql.ref('look_up_at'),
        where: sql`status = 'queued' and decided_at is null and look_up_at is not null`,
      },
    ],
  },
  deliveries: {
    subject: 'gift',
    ways: [{ table: 'delivery', id: 'gift_id', dueAt: sql.ref('due_at'), where: UNSENT }],
  },
  answers: {
    subject: 'recognition',
    ways: [
      {
        table: 'recognition',
        id: 'id',
        dueAt: sql.ref('answer_due_at'),
        where: sql`answer_status in ('due', 'sending', 'unknown') and status <> 'queued'`,
      },
    ],
  },
  notifications: {
    subject: 'notification',
    ways: [{ table: 'notification', id: 'id', dueAt: sql.ref('due_at'), where: UNSENT }],
  },
  posts: {
    subject: 'post',
    ways: [{ table: 'post', id: 'id', dueAt: sql.ref('due_at'), where: UNSENT }],
  },
  cards: {
    subject: 'placed_card',
    ways: [{ table: 'placed_card', id: 'id', dueAt: sql.ref('due_at'), where: UNSENT }],
  },
  approvals: {
    subject: 'approval',
    ways: [
      {
        table: 'approval',
        id: 'id',
        dueAt: sql.ref('requested_at'),
        where: sql`${IS_OPEN} and asked_at is null`,
      },
      { table: 'approval', id: 'id', dueAt: sql`least(remind_at, expires_at)`, where: IS_OPEN },
    ],
  },
  promos: {
    subject: 'promo_grant',
    ways: [
      { table: 'promo_grant', id: 'id', dueAt: sql.ref('expires_at'), where: IS_OPEN },
      {
        table: 'promo_grant',
        id: 'id',
        dueAt: sql.ref('remind_at'),
        where: sql`${IS_OPEN} and remind_at is not null`,
      },
    ],
  },
  rewards: {
    subject: 'reward_order',
    ways: [{ table: 'reward_order', id: 'id', dueAt: sql.ref('due_at'), where: sql`due_at is not null` }],
  },
  'gift-cards': {
    subject: 'gift',
    ways: [{ table: 'gift_card', id: 'gift_id', dueAt: sql.ref('due_at'), where: sql`due_at is not null` }],
  },
  checkouts: {
    subject: 'checkout',
    ways: [
      {
        table: 'checkout',
        id: 'id',
        dueAt: sql.ref('expires_at'),
        where: sql`status in ('awaiting_remainder', 'authorized')`,
      },
      {
        table: 'payment_call',
        id: 'checkout_id',
        dueAt: sql.ref('due_at'),
        where: sql`status in ('due', 'asking', 'pending', 'unknown')`,
      },
    ],
  },
  orders: {
    subject: 'store_order',
    ways: [{ table: 'store_order', id: 'id', dueAt: sql.ref('due_at'), where: sql`due_at is not null` }],
  },
  claims: {
    subject: 'gift',
    ways: [{ table: 'claim_deadline', id: 'gift_id', dueAt: sql.ref('due_at'), where: sql`true` }],
  },
  webhooks: {
    subject: 'webhook',
    ways: [
      {
        table: 'webhook',
        id: 'id',
        // While it is left alone, nothing is due for it.
        dueAt: sql`greatest(held_until, (
          select min(due_at) from webhook_sending
           where webhook_sending.organization_id = webhook.organization_id and webhook_sending.webhook_id = webhook.id
             and webhook_sending.status in ('due', 'sending')))`,
        where: sql`status = 'active' and exists (
          select from webhook_sending
           where webhook_sending.organization_id = webhook.organization_id and webhook_sending.webhook_id = webhook.id
             and webhook_sending.status in ('due', 'sending'))`,
      },
    ],
  },
  stock: {
    subject: 'stock_product',
    ways: [{ table: 'stock_product', id: 'id', dueAt: sql.ref('watch_at'), where: sql`low_at > 0` }],
  },
} satisfies Record<string, DueQuery>;

/** The name of a query for rows that wait for work. */
export type DueRows = keyof typeof DUE;

/** A job with rows that are due, and since when the first of them has been. */
export type OldestDue = { job: JobName; dueAt: Date };

/**
 * The jobs whose rows were due before an instant and have not failed for good, in one query. The sweep is among them when
 * it last ran before `sweptBefore`.
 */
export async function listOldestDue(
  db: Reader,
  jobs: readonly { job: JobName; due: DueRows }[],
  { before, sweptBefore }: { before: Date; sweptBefore?: Date },
): Promise<OldestDue[]> {
  const ways = jobs.flatMap(({ job, due }) =>
    DUE[due].ways.map(
      (way: DueQuery['ways'][number]) => sql<OldestDue>`
    (select ${job}::text as job, ${way.dueAt} as "dueAt" ${dueRows({ job, way, before })} order by 2 limit 1)`,
    ),
  );
  if (sweptBefore) ways.push(lateSweep(sweptBefore));
  if (ways.length === 0) return [];
  const { rows } = await sql<OldestDue>`
    select job, min("dueAt") as "dueAt" from (${sql.join(ways, sql` union all `)}) as oldest
     group by job`.execute(db);
  return rows;
}

/**
 * The ids whose work was due before an instant and has not failed for good, oldest first, at most a thousand.
 * Failed jobs are left out before the limit applies, so they cannot hide work that is due.
 */
export async function listDue(
  db: Reader,
  { job, due, before }: { job: JobName; due: DueRows; before: Date },
): Promise<string[]> {
  const ways = DUE[due].ways.map(
    (way: DueQuery['ways'][number]) => sql<{ id: string }>`
    (select ${sql.ref(way.id)} as id ${dueRows({ job, way, before })} order by ${way.dueAt} limit ${LIMIT})`,
  );
  const { rows } = await sql<{ id: string }>`${sql.join(ways, sql` union all `)}`.execute(db);
  return rows.map(({ id }) => id);
}

function dueRows({
  job,
  way: { table, id, dueAt, where },
  before,
}: {
  job: JobName;
  way: DueQuery['ways'][number];
  before: Date;
}): RawBuilder<unknown> {
  return sql`from ${sql.table(table)}
      where ${where} and ${dueAt} < ${before}
        and not exists (select from failed_job
          where failed_job.job = ${job} and subject_id = ${sql.ref(`${table}.${id}`)})`;
}

/** The table whose ids a job carries. */
export function subjectTableOf(due: DueRows): keyof Schema {
  return DUE[due].subject;
}
