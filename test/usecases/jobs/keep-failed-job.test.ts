import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { subjectTableOf } from '#src/db/jobs/due.ts';
import { listFailedJobs } from '#src/db/jobs/failed-job.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company in which every job has a row to work on; the first gift of it is issued. */
async function start() {
  const core = makeCore(database.db);
  const { organization, give, reserve } = await makeCompanyWithApprovers(core);
  await give('morgan', 'bob', '10');
  await reserve('morgan', 'alice', '300');
  return { core, organizationId: organization.id };
}

describe('work that failed for good', () => {
  it.each(dueJobs)('is kept and can be tried again: $job', async ({ job, due }) => {
    const { core, organizationId } = await start();
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(subjectTableOf(due))} where organization_id = ${organizationId} order by id limit 1`.execute(
      core.db,
    );
    const subjectId = rows[0]?.id ?? '';
    core.queue.take(job);

    await core.app.jobs.keepFailed({ job, due, subjectId, reason: 'no answer' });
    const kept = await listFailedJobs(core.db, organizationId);
    await core.app.jobs.retryFailed({ organizationId });

    expect(kept).toMatchObject([{ job, subjectId, reason: 'no answer' }]);
    expect(core.queue.take(job)).toEqual([subjectId]);
  });

  it.each(dueJobs)('is never forgotten for want of a row: $job', async ({ job, due }) => {
    const { app } = makeCore(database.db);

    const kept = app.jobs.keepFailed({ job, due, subjectId: randomUUID(), reason: 'no answer' });

    await expect(kept).rejects.toThrow(job);
  });
});
