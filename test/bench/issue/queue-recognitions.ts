import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import { signRequest } from '#src/db/recognition/request-signature.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { newId } from '#src/kit/new-id.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { slackIdOf } from '../make-company.ts';
import { pairOf } from '../people.ts';

const CHUNK = 1_000;

/** Inserts that many requests to give, one recipient each, as chat would have done. Not part of what is measured. */
export async function queueRecognitions(
  { db, keys }: { db: Db; keys: KeyRing },
  organizationId: string,
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  for (let from = 0; from < count; from += CHUNK)
    await insert({ db, keys }, organizationId, ids.slice(from, from + CHUNK));
  return ids;
}

async function insert(
  { db, keys }: { db: Db; keys: KeyRing },
  organizationId: string,
  ids: readonly string[],
): Promise<void> {
  const now = new Date();
  const rows = ids.map((id, index) => {
    const { giver, recipient } = pairOf(index);
    const asked = {
      organizationId,
      id,
      source: 'slack',
      requestId: id,
      giver: refOf(giver),
      recipients: [refOf(recipient)],
      amount: '1',
      currency: 'USD',
      message: 'for the launch',
      occasion: '',
      payingDepartmentId: null,
      // The same pairs come again within a minute; nobody is to be asked whether they mean it.
      confirmedAt: now,
      createdAt: now,
    };
    return { ...asked, ...signRequest(keys, asked) };
  });
  const insertion = insertOf('recognition', rows, {
    organization_id: ['uuid', () => organizationId],
    id: ['uuid', ({ id }) => id],
    source: ['text', ({ source }) => source],
    request_id: ['text', ({ requestId }) => requestId],
    status: ['text', () => 'queued'],
    giver: ['jsonb', ({ giver }) => JSON.stringify(giver)],
    recipients: ['jsonb', ({ recipients }) => JSON.stringify(recipients)],
    amount: ['text', ({ amount }) => amount],
    currency: ['text', ({ currency }) => currency],
    message: ['text', ({ message }) => message],
    channel_id: ['text', () => 'C0LAUNCH'],
    answer_status: ['text', () => 'none'],
    answer_due_at: ['timestamptz', () => now],
    created_at: ['timestamptz', () => now],
    confirmed_at: ['timestamptz', () => now],
    key_id: ['text', ({ keyId }) => keyId],
    mac: ['bytea', ({ mac }) => mac],
  });
  await transactOn(db, (tx) => writeTogether(tx, [insertion]));
}

function refOf(name: string): PersonRef {
  return { by: 'chat', platform: 'slack', workspaceId: 'T0LARGESSE', userId: slackIdOf(name) };
}
