import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Bank } from './open-bank.ts';

/** `isHurried`: the time of those who died at work is let run out, which is a minute otherwise; the rest is the product's. */
export type Settling = { timeoutMs: number; isHurried: boolean };

const LOOK_EVERY_MS = 500;
/** The sweep comes every ten seconds. */
const HURRY_EVERY_MS = 15_000;

/** What is left to be done, as queries for how much of it there is. */
const OPEN = {
  'requests that wait': `select count(*) from recognition
    where status in ('queued', 'awaiting_confirmation', 'awaiting_approval')`,
  'approvals that are open': `select count(*) from approval where status = 'open'`,
  'gifts that are put aside': `select count(*) from gift where status = 'reserved'`,
  'gifts to deliver': `select count(*) from delivery where status in ('due', 'sending', 'unknown')`,
  'answers to give': `select count(*) from recognition where answer_status in ('due', 'sending', 'unknown')`,
  'posts to send': `select count(*) from post where status in ('due', 'sending', 'unknown')`,
  'gifts whose card is to be bought': `select count(*) from gift_card k join gift g on g.id = k.gift_id
    where k.status = 'ordered' or k.status = 'waiting' and g.status in ('issued', 'delivered')`,
  'purchases that are open': `select count(*) from reward_order where due_at is not null`,
  'notifications to send': `select count(*) from notification where status in ('due', 'sending', 'unknown')`,
};

/**
 * Waits until all is done, with everybody at work and no more faults; what nobody confirmed is cancelled.
 *
 * @returns what never came to an end, in words.
 */
export async function settle(bank: Bank, { timeoutMs, isHurried }: Settling): Promise<string[]> {
  const staff = await Promise.all([...bank.workers, ...bank.tellers, bank.chat].map((seat) => seat.taken()));
  const ended = staff.filter((one) => !one.isRunning());
  if (ended.length > 0) return [`${ended.length} processes ended by themselves`];
  const deadline = Date.now() + timeoutMs;
  let hurryAt = Date.now();
  for (;;) {
    await cancelQuestions(bank);
    if (isHurried && Date.now() >= hurryAt) {
      await hurry(bank);
      hurryAt = Date.now() + HURRY_EVERY_MS;
    }
    const open = await findOpen(bank);
    if (open.length === 0 || Date.now() > deadline) return open;
    await sleep(LOOK_EVERY_MS);
  }
}

async function findOpen({ postgres: { db } }: Bank): Promise<string[]> {
  const counts = Object.entries(OPEN).map(
    ([what, query]) => `select '${what}' as what, (${query})::int as count`,
  );
  const { rows } = await sql<{ what: string; count: number }>`${sql.raw(counts.join(' union all '))}`.execute(
    db,
  );
  return rows.filter(({ count }) => count > 0).map(({ what, count }) => `not settled: ${count} ${what}`);
}

/** Their givers say no. */
async function cancelQuestions({ postgres: { db }, world, tally }: Bank): Promise<void> {
  const { rows } = await sql<{ organizationId: string; recognitionId: string; giverId: string }>`
    select organization_id as "organizationId", id as "recognitionId", giver_id as "giverId"
      from recognition where status = 'awaiting_confirmation'`.execute(db);
  for (const question of rows) {
    const answered = await world.system.app.recognition.cancel(question);
    if (answered.ok && answered.value.isChanged) tally.count(`cancel:${question.recognitionId}`, 'done');
  }
}

async function hurry({ postgres: { db }, world }: Bank): Promise<void> {
  for (const table of ['delivery', 'notification', 'post']) {
    await sql`update ${sql.table(table)} set due_at = now() - interval '10 s'
      where status in ('due', 'sending', 'unknown')`.execute(db);
  }
  for (const table of ['gift_card', 'reward_order']) {
    await sql`update ${sql.table(table)} set due_at = now() - interval '10 s' where due_at is not null`.execute(
      db,
    );
  }
  await sql`update recognition set answer_due_at = now() - interval '10 s'
    where answer_status in ('due', 'sending', 'unknown')`.execute(db);
  await world.system.emptyQueue();
}
