import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { proveLedgerJob } from '#jobs/prove-ledger.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { findLastProof } from '#src/db/ledger/last-proof.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function start() {
  const { core, database } = await openOwnCore();
  const company = await makeCompany(core);
  await core.app.people.import(company.organization, [
    {
      name: 'Finn Adeyemi',
      email: 'finn@acme.example',
      role: 'finance',
      department: 'Finance',
      region: '',
      chatIds: [],
    },
  ]);
  await company.give('morgan', 'alice', '25');
  async function run(): Promise<void> {
    if (!('run' in proveLedgerJob)) throw new Error('it runs an id at a time');
    await proveLedgerJob.run(core as unknown as JobDeps, 'all');
  }
  async function told(): Promise<string[]> {
    const rows = await database.db
      .selectFrom('notification')
      .innerJoin('person', 'person.id', 'notification.person_id')
      .select('person.name')
      .where('kind', '=', 'ledger.broken')
      .execute();
    return rows.map(({ name }) => name);
  }
  function lastProof() {
    return findLastProof(database.db, TEST_KEYS);
  }
  return { core, company, db: database.db, run, told, lastProof };
}

describe('the daily proof of the books', () => {
  it('keeps that everything held, and tells nobody', async () => {
    const { core, run, told, lastProof } = await start();
    const now = core.clock.now();

    await run();

    expect(await lastProof()).toEqual({
      provedAt: now,
      wholeAt: now,
      heads: [],
      broken: [],
      isSigned: true,
    });
    expect(await told()).toEqual([]);
  });

  it('walks what is new since the day before, and everything on the seventh day', async () => {
    const { core, company, run, lastProof } = await start();
    const begin = core.clock.now();
    const walked = [];
    for (let day = 0; day < 8; day += 1) {
      await company.give('morgan', 'alice', '1');
      await core.app.ledger.seal();
      await run();
      const { wholeAt, provedAt, heads = [], broken } = (await lastProof()) ?? {};
      const isWhole = wholeAt?.getTime() === provedAt?.getTime();
      walked.push({ isWhole, upTo: heads[0]?.number, broken });
      core.clock.advance(DAY_MS);
    }

    expect(walked.map(({ isWhole }) => isWhole)).toEqual([
      true,
      ...Array.from({ length: 6 }, () => false),
      true,
    ]);
    expect(walked.map(({ upTo }) => upTo)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(walked.flatMap(({ broken }) => broken)).toEqual([]);
    expect((await lastProof())?.provedAt.getTime()).toBe(begin.getTime() + 7 * DAY_MS);
  });

  it('walks everything at once where what is new does not hold, and names the row', async () => {
    const { core, company, db, run, lastProof } = await start();
    await company.give('morgan', 'bob', '5');
    await core.app.ledger.seal();
    await run();
    core.clock.advance(DAY_MS);

    await pastGuards(db, (tx) =>
      sql`update account set balance = balance + 1 where kind = 'outstanding'`.execute(tx),
    );
    await run();

    const proof = await lastProof();
    expect(proof?.broken.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'every balance equals the sum of its postings',
        'every balance is the one after its last posting',
      ]),
    );
    core.clock.advance(DAY_MS);
    await run();
    const next = await lastProof();
    expect(next?.wholeAt).toEqual(next?.provedAt);
    expect(next?.broken.length).toBeGreaterThan(0);
  });

  it.each([
    ['what it found', `broken = '[]'`],
    ['when it was', `proved_at = proved_at - interval '1 hour'`],
    ['when everything was walked', `whole_at = proved_at + interval '1 year'`],
    ['up to where', `heads = '[{"number": 1}]'`],
    ['which rows', `broken = '"none"'`],
    ['who signed it', 'mac = null'],
  ])('does not go on from a proof that was altered by hand: %s', async (_, change) => {
    const { core, db, run, lastProof } = await start();
    await core.app.ledger.seal();
    await run();
    await sql`update person set role = 'finance' where name = 'Mallory Quint'`.execute(db);
    core.clock.advance(DAY_MS);
    await run();
    const broken = (await lastProof())?.broken ?? [];

    await sql`update last_proof set ${sql.raw(change)}`.execute(db);
    const altered = await lastProof();
    core.clock.advance(HOUR_MS);
    await run();

    expect(broken).toHaveLength(1);
    expect(altered?.isSigned).toBe(false);
    expect(await lastProof()).toMatchObject({ isSigned: true, provedAt: core.clock.now(), broken });
  });

  it('tells admins and finance what does not hold, once a day', async () => {
    const { core, db, run, told, lastProof } = await start();
    await sql`update person set role = 'finance' where name = 'Mallory Quint'`.execute(db);

    await run();
    core.clock.advance(HOUR_MS);
    await run();
    const first = await told();
    core.clock.advance(DAY_MS);
    await run();

    expect(first.toSorted()).toEqual(['Finn Adeyemi', 'Mallory Quint']);
    expect(await told()).toHaveLength(4);
    const proof = await lastProof();
    expect(proof?.broken).toEqual([
      {
        name: 'everything on record was written by Largesse',
        broken: [expect.stringMatching(/^change \d+ of person /u)],
      },
    ]);
    expect(core.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});
