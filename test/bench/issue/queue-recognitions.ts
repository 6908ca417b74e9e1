import { v7 as uuidV7 } from 'uuid';
import { insertMany } from '#src/db/insert-many.ts';
import type { Db } from '#src/db/schema.ts';
import { slackIdOf } from '../make-company.ts';
import { pairOf } from '../people.ts';

const CHUNK = 1_000;

/** Takes in that many requests to give, one recipient each, as chat would have done. Not part of what is measured. */
export async function queueRecognitions(db: Db, organizationId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidV7());
  for (let from = 0; from < count; from += CHUNK)
    await insert(db, organizationId, ids.slice(from, from + CHUNK));
  return ids;
}

async function insert(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  const now = new Date();
  const columns = {
    organization_id: 'uuid',
    id: 'uuid',
    source: 'text',
    request_id: 'text',
    status: 'text',
    giver: 'jsonb',
    recipients: 'jsonb',
    amount: 'text',
    currency: 'text',
    message: 'text',
    channel_id: 'text',
    answer_status: 'text',
    answer_due_at: 'timestamptz',
    created_at: 'timestamptz',
    confirmed_at: 'timestamptz',
  } as const;
  const rows = ids.map((id, index) => {
    const { giver, recipient } = pairOf(index);
    return {
      organization_id: organizationId,
      id,
      source: 'slack',
      request_id: id,
      status: 'queued',
      giver: JSON.stringify(refOf(giver)),
      recipients: JSON.stringify([refOf(recipient)]),
      amount: '1',
      currency: 'USD',
      message: 'for the launch',
      channel_id: 'C0LAUNCH',
      answer_status: 'none',
      answer_due_at: now,
      created_at: now,
      // The same pairs come again within a minute; nobody is to be asked whether they mean it.
      confirmed_at: now,
    };
  });
  await db.transaction().execute((tx) => insertMany(tx, 'recognition', columns, rows));
}

function refOf(name: string) {
  return { by: 'chat', platform: 'slack', workspaceId: 'T0LARGESSE', userId: slackIdOf(name) };
}
