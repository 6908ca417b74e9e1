import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { createLedgers, tamper } from './tampered-ledgers.ts';

const RULE = 'nothing has waited for a seal for a day while a worker ran';

/** A company that gave once and was sealed, and gave again three days ago. */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompany(core);
  await company.give('morgan', 'alice', '25');
  await core.app.ledger.seal();
  await company.setBudget('Design', 30_000n);
  await company.give('morgan', 'bob', '10');
});

async function openWaiting(): Promise<Db> {
  const db = await ledgers.open();
  await tamper(
    db,
    `update change set at = at - interval '3 days' where number > (select max(last_change) from seal);
     update entry set created_at = created_at - interval '3 days'`,
  );
  return db;
}

/** When the sweep last ran, and since when without a pause, in hours ago. */
async function swept(db: Db, hours: number, runningHours: number): Promise<void> {
  await tamper(
    db,
    `delete from last_sweep;
     insert into last_sweep (swept_at, running_since) values (now() - interval '${hours} hours', now() - interval '${runningHours} hours')`,
  );
}

async function findWait(db: Db) {
  const { checks, notes } = await verifyLedger(db);
  return { broken: checks.find(({ name }) => name === RULE)?.broken, notes };
}

describe('books in which something has waited for a seal for three days', () => {
  it('are told to be broken when a worker ran for more than a day of it', async () => {
    const db = await openWaiting();
    await swept(db, 0, 100);

    const { broken, notes } = await findWait(db);

    expect(broken).toEqual([
      expect.stringMatching(/wait for a seal, the first since .* UTC, although a worker has run from/u),
    ]);
    expect(notes).toEqual([]);
  });

  it('are told to be broken when nothing says any more that a worker ever ran', async () => {
    const db = await openWaiting();

    expect((await findWait(db)).broken).toEqual([
      expect.stringContaining('when one last ran is not on record any more'),
    ]);
  });

  it.each([
    ['the worker stopped soon after', 71, 200],
    ['a worker has only just started again', 0, 0],
    ['a worker runs again since this morning', 0, 5],
  ])('are in order, and it is said, when %s', async (_what, hours, runningHours) => {
    const db = await openWaiting();
    await swept(db, hours, runningHours);

    const { broken, notes } = await findWait(db);

    expect(broken).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(
        /^\d+ rows of the record wait for a seal, .*no worker ran for most of that time/u,
      ),
    ]);
  });

  it('are in order when no worker has ever run', async () => {
    const db = await openWaiting();
    await tamper(db, 'delete from seal');

    expect(await findWait(db)).toEqual({
      broken: [],
      notes: [expect.stringContaining('no worker has ever run')],
    });
  });
});

describe('the sweep', () => {
  it('says since when it has run without a pause', async () => {
    const db = await ledgers.open();
    const core = makeCore(db);
    await swept(db, 0.1, 30);

    await core.app.jobs.enqueueDue([]);

    const { rows } = await sql<{ hours: number }>`
      select round(extract(epoch from now() - running_since) / 3600)::integer as hours from last_sweep`.execute(
      db,
    );
    expect(rows).toEqual([{ hours: 30 }]);
  });

  it('begins anew after a night without it', async () => {
    const db = await ledgers.open();
    const core = makeCore(db);
    await swept(db, 12, 30);

    await core.app.jobs.enqueueDue([]);

    const { rows } = await sql<{ isNow: boolean }>`
      select running_since = swept_at and swept_at > now() - interval '1 minute' as "isNow" from last_sweep`.execute(
      db,
    );
    expect(rows).toEqual([{ isNow: true }]);
  });
});
