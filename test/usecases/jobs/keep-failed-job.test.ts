import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { subjectTableOf } from '#src/db/jobs/due.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertRewardOrder } from '#src/usecases/reward/steps/insert-reward-order.ts';
import { listFailedJobs } from '#src/db/jobs/failed-job.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Card } from '#src/ports/message.ts';
import { addShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import type { Company } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { granted } from '#test/helpers/promos.ts';
import { codesOf, ownGoods, stockCodes } from '#test/helpers/stock.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company in which every job has a row to work on; the first gift of it is issued. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  const { organization, give, reserve } = company;
  const scope = { organizationId: organization.id, departmentId: null, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules: { postIn: 'here' }, actorId: null });
  await give('morgan', 'bob', '10');
  await reserve('morgan', 'alice', '300');
  await granted(core, company, 'alice', 500n);
  await buy(core, company, { shop: await addShop(core, company), amountMinor: 100n });
  await orderReward(core, company);
  const admin = { ...(await company.person('priya')), role: 'admin' as const };
  await stockCodes(core, admin, codesOf(1));
  await orderGoods(core, company, admin);
  await core.app.webhook.create({ actor: admin, url: 'https://example.com/hook', types: ['gift.issued'] });
  const shown = { card: balanceOf(randomUUID()), placed: { place: randomUUID() } };
  const caller = { platform: 'slack', workspaceId: 'T1', userId: 'U1' };
  await core.app.card.place({ organizationId: organization.id, caller, shown });
  return { core, organizationId: organization.id };
}

async function orderReward(core: TestCore, { person }: Company): Promise<void> {
  const { organizationId, id: personId } = await person('alice');
  const face = { amountMinor: 500n, currency: 'USD' };
  const order = { organizationId, id: core.newId(), personId, provider: 'tremendous', product: 'X1', face };
  await transact(core, (tx) => insertRewardOrder(tx, order));
}

async function orderGoods(core: TestCore, { person }: Company, actor: Person): Promise<void> {
  const item = ownGoods({ fulfillerId: actor.id, prices: { USD: 100n } });
  const { id: itemId } = valueOf(await core.app.store.addItem({ actor, fields: item }));
  const asked = { itemId, currency: 'USD', amountMinor: 100n, requestId: core.newId() };
  valueOf(await core.app.store.order({ buyer: await person('alice'), ...asked }));
}

/** A card with a button. */
function balanceOf(value: string): Card {
  const actions = [{ id: 'redeem-listed' as const, label: 'Add', value, style: 'plain' as const }];
  return { tone: 'info', title: 'Your balance', summary: 'Your balance', blocks: [], actions };
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
