import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import { must } from '#src/domain/kit/must.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { makeWebhook, TAKEN } from '#test/helpers/webhooks.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
/** Two more processes, each with a pool of its own, on the same database and keys. */
const others = [1, 2].map(() =>
  makeCore(connect({ url: database.url, poolSize: 10 }, core.log), { keys: core.keys, clock: core.clock }),
);
afterAll(async () => {
  await Promise.all(others.map(({ db }) => db.destroy()));
  await database.drop();
});

const processes = [core, ...others];

/** What is done to one gift, by several processes at the same time. */
const deeds = fc.array(fc.constantFrom('redeem', 'undo', 'deliver'), { minLength: 1, maxLength: 5 });

async function start() {
  const company = await makeCompanyWithApprovers(core, { engineering: 1_000n });
  const hook = await makeWebhook(core, company.organization);
  const [morgan, alice] = [await company.person('morgan'), await company.person('alice')];

  async function act(deed: string, giftId: string, index: number) {
    const { app } = must(processes[index % processes.length], 'process');
    if (deed === 'redeem') await app.gift.redeem({ person: alice, giftId });
    else if (deed === 'undo') await app.gift.undo({ person: morgan, of: { giftId } });
    else {
      const lease = (await app.message.leaseDeliveries([giftId])).get(giftId);
      if (!lease || lease instanceof Error || lease.kind !== 'send') return;
      const outcome = { status: 'sent' as const, messageId: 'm1' };
      await app.message.recordDeliveries([{ toSend: lease.toSend, card: undefined, outcome }]);
    }
  }

  /** What happened to the gifts, as the record has it, and as events tell it. */
  async function happened() {
    const { rows } = await sql<{ type: string; giftId: string }>`
      select case kind when 'code.redeemed' then 'gift.redeemed' when 'gift.undone' then 'gift.voided' else kind end as type,
             gift_id as "giftId"
        from activity where organization_id = ${company.organization.id}
         and kind in ('gift.issued', 'gift.delivered', 'code.redeemed', 'gift.undone')`.execute(core.db);
    return rows.map(({ type, giftId }) => `${type} ${giftId}`).toSorted();
  }

  async function told() {
    const events = await hook.events();
    return events
      .filter(({ type }) => type.startsWith('gift.'))
      .map(({ type, data }) => `${type} ${String(data['giftId'])}`)
      .toSorted();
  }

  return { company, hook, act, happened, told };
}

describe('events, when much happens at once', () => {
  it('are one for each thing that happened, and none for what was refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deeds, { minLength: 1, maxLength: 3 }), async (gifts) => {
        const { company, act, happened, told } = await start();
        for (const wanted of gifts) {
          const { gifts: given } = await company.give('morgan', 'alice', '4');
          const giftId = given[0]?.giftId;
          if (giftId !== undefined) await Promise.all(wanted.map((deed, index) => act(deed, giftId, index)));
        }

        expect(await told()).toEqual(await happened());
      }),
      { numRuns: 12 },
    );
  });

  it('go to a webhook once each, though three processes take its turns at the same time', async () => {
    const { company, hook } = await start();
    await company.setBudget('Engineering', 1_000_000n);
    for (let gift = 0; gift < 40; gift += 1) await company.give('morgan', 'alice', '1');
    const wanted = (await hook.events()).map(({ id }) => id);
    const sent: string[] = [];

    async function turns({ app }: (typeof processes)[number]) {
      for (;;) {
        const calls = await app.webhook.leaseCalls(hook.webhookId);
        if (calls.length === 0) return;
        sent.push(...calls.map(({ call }) => call.id));
        await app.webhook.recordCalls(
          hook.webhookId,
          calls.map(({ leased }) => ({ leased, answer: TAKEN })),
        );
      }
    }
    await Promise.all(processes.map(turns));

    expect(sent.toSorted()).toEqual(wanted.toSorted());
    expect(await hook.state()).toMatchObject({ waiting: 0, failed: 0 });
  });
});
