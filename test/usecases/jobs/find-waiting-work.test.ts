import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
afterAll(() => database.drop());

describe('work that waits', () => {
  it('is none while nothing is due, and is told by job and age once it is', async () => {
    const company = await makeCompany(core);
    await core.app.jobs.enqueueDue(dueJobs);
    await sql`update last_sweep set swept_at = ${core.clock.now()}`.execute(database.db);
    expect(await core.app.jobs.findWaiting(dueJobs)).toEqual([]);

    await company.ask('morgan', 'alice', '5');
    core.clock.advance(30_000);

    expect(await core.app.jobs.findWaiting(dueJobs)).toEqual([{ job: 'issue-gifts', ageMs: 30_000 }]);
  });

  it('is the sweep itself when that did not come for a minute', async () => {
    const sweptAt = new Date(core.clock.now().getTime() - 61_000);
    await sql`update last_sweep set swept_at = ${sweptAt}`.execute(database.db);

    expect(await core.app.jobs.findWaiting(dueJobs)).toContainEqual({ job: 'sweep', ageMs: 61_000 });
  });
});
