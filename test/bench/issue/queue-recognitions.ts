import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import { newId } from '#src/kit/new-id.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { slackIdOf } from '../make-company.ts';
import { pairOf } from '../people.ts';

const CHUNK = 1_000;

/** Inserts that many requests to give, one recipient each, as chat would have done. Not part of what is measured. */
export async function queueRecognitions(db: Db, organizationId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  for (let from = 0; from < count; from += CHUNK)
    await insert(db, organizationId, ids.slice(from, from + CHUNK));
  return ids;
}

async function insert(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  const now = new Date();
  const rows = ids.map((id, index) => ({ id, ...pairOf(index) }));
  const insertion = insertOf('recognition', rows, {
    organization_id: ['uuid', () => organizationId],
    id: ['uuid', ({ id }) => id],
    source: ['text', () => 'slack'],
    request_id: ['text', ({ id }) => id],
    status: ['text', () => 'queued'],
    giver: ['jsonb', ({ giver }) => JSON.stringify(refOf(giver))],
    recipients: ['jsonb', ({ recipient }) => JSON.stringify([refOf(recipient)])],
    amount: ['text', () => '1'],
    currency: ['text', () => 'USD'],
    message: ['text', () => 'for the launch'],
    channel_id: ['text', () => 'C0LAUNCH'],
    answer_status: ['text', () => 'none'],
    answer_due_at: ['timestamptz', () => now],
    created_at: ['timestamptz', () => now],
    // The same pairs come again within a minute; nobody is to be asked whether they mean it.
    confirmed_at: ['timestamptz', () => now],
  });
  await transactOn(db, (tx) => writeTogether(tx, [insertion]));
}

function refOf(name: string) {
  return { by: 'chat', platform: 'slack', workspaceId: 'T0LARGESSE', userId: slackIdOf(name) };
}
