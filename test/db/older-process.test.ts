import { type RawBuilder, sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

const ID = '00000000-0000-7000-8000-000000000001';

it.each<[string, RawBuilder<unknown>]>([
  ['reads notices', sql`select id from notice where status = 'due'`],
  ['leases one', sql`update notice set status = 'sending' where id = ${ID}::uuid returning id`],
  [
    'writes one',
    sql`insert into notice (organization_id, id, kind, person_id, subject_id, key, status, due_at, created_at)
        values (${ID}, ${ID}, 'approval.asked', ${ID}, ${ID}, 'k', 'due', now(), now())
        on conflict (organization_id, key) do nothing returning id`,
  ],
  ['looks for parked jobs', sql`select from recognition where not exists (select from parked_job)`],
  [
    'parks a job',
    sql`insert into parked_job (organization_id, job, subject_id, reason, parked_at)
        values (${ID}, 'send-notice', ${ID}, 'no way', now())
        on conflict (organization_id, job, subject_id) do update set reason = excluded.reason`,
  ],
  ['retries all', sql`delete from parked_job`],
])('a process that is older than its database is refused in words when it %s', async (_what, query) => {
  await expect(query.execute(database.owner)).rejects.toThrow(
    'This process is older than its database: restart it with the new version',
  );
});
