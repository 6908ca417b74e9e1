import { type RawBuilder, sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

const WORDS = 'This process is older than its database: restart it with the new version';
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
  await expect(query.execute(database.owner)).rejects.toThrow(WORDS);
});

it.each<[string, RawBuilder<unknown>]>([
  [
    'adds up what was given',
    sql`select s.currency, sum(s.gifts)::integer as gifts, sum(s.amount_minor)::bigint as minor from gift_daily s
         where s.organization_id = ${ID} and s.dimension = 'giver' and s.day between '2026-01-01' and '2026-12-31'
           and s.what in ('given', 'approved') and s.member = ${ID} group by 1`,
  ],
  [
    'adds up what was spent',
    sql`select person_id, region, sum(amount_minor) from spent_daily
         where organization_id = ${ID} and marketplace_id = ${ID} and department_id = ${ID} group by 1, 2`,
  ],
  [
    'proves its reports',
    sql`select from gift g full join (select organization_id, department_id, what from gift_daily where gifts < 0) d
          on d.organization_id = g.organization_id and d.what = 'given'`,
  ],
])('one that works as a role of its own is, too, when it %s', async (_what, query) => {
  await expect(query.execute(database.db)).rejects.toMatchObject({ message: WORDS, code: '23001' });
});

it('one that finds a proposal of a kind that only a newer version knows says so, and decides nothing', async () => {
  const core = makeCore(database.db);
  const { organization, department } = await makeCompany(core);
  const { id: organizationId } = organization;
  await core.app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor: 1n, actorId: null });
  const topUp = { id: core.newId(), department: await department('Design'), amountMinor: 500n };
  await core.app.budget.topUp({ ...topUp, reason: 'more', actorId: null });
  await sql`alter table proposal drop constraint proposal_kind_check`.execute(database.owner);
  await database.owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`update proposal set kind = 'moon', change = change || '{"kind": "moon"}'`.execute(tx);
  });

  const listed = core.app.queries.budget.listProposals(operatorOf(organizationId), { now: core.clock.now() });
  const confirmed = core.app.budget.confirmProposal({
    organizationId,
    proposalId: topUp.id,
    deciderId: null,
  });

  await expect(listed).rejects.toThrow(WORDS);
  await expect(confirmed).rejects.toThrow(WORDS);
});
