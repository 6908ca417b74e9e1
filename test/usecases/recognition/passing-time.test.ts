import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createTickingClock } from '#test/helpers/ticking-clock.ts';

const database = await createTestDatabase();
afterAll(database.drop);

it('writes one instant for each thing that is done, however long it takes', async () => {
  const core = makeCore(database.db, { clock: createTickingClock('2026-11-16T10:00:00Z') });
  const company = await makeCompanyWithApprovers(core);
  const [morgan, priya] = [await company.person('morgan'), await company.person('priya')];
  const giftIds: string[] = [];
  for (const amount of ['5', '6', '7', '8']) {
    const { gifts } = await company.give('morgan', 'alice', amount);
    giftIds.push(gifts[0]?.giftId ?? '');
  }
  const [kept = '', undone = '', voided = '', reversed = ''] = giftIds;
  await company.redeem('alice', await company.codeOf(kept, 'alice'));
  await company.redeem('alice', await company.codeOf(reversed, 'alice'));

  const undoing = await core.app.gift.undo({ person: morgan, of: { giftId: undone } });
  for (const giftId of [voided, reversed]) {
    const requested = await core.app.approval.requestVoid({ person: priya, giftId, reason: 'twice' });
    if (requested.ok) await company.decide('finn', requested.value.approvalId);
  }
  const approved = await company.reserve('morgan', 'bob', '110');
  await company.decide('ada', approved.approvalId);
  const declined = await company.reserve('morgan', 'bob', '120');
  await company.decide('ada', declined.approvalId, 'too much');

  expect(undoing.ok).toBe(true);
  const { checks } = await verifyLedger(database.db);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  const gifts = await database.db.selectFrom('gift').select('status').execute();
  expect(gifts.map(({ status }) => status).toSorted()).toEqual([
    'issued',
    'redeemed',
    'redeemed',
    'voided',
    'voided',
    'voided',
  ]);
});

it('writes one instant into all rows that one change of money or people makes', async () => {
  const core = makeCore(database.db, { clock: createTickingClock('2026-11-16T10:00:00Z') });
  const company = await makeCompanyWithApprovers(core);
  const { organization } = company;
  const [department, design] = [await company.department('Engineering'), await company.department('Design')];
  const { gifts } = await company.give('morgan', 'alice', '100');
  const code = await company.codeOf(gifts[0]?.giftId ?? '', 'alice');
  const other = await company.give('morgan', 'bob', '5');
  const giftId = other.gifts[0]?.giftId ?? '';
  const bob = await company.person('bob');
  const [amountMinor, actorId, reason] = [1_000n, null, ''];
  const changes = {
    set: () => core.app.budget.set({ department, amountMinor: 13_000n, actorId }),
    setAnew: () => core.app.budget.set({ department, amountMinor: 13_000n, period: 'week', actorId }),
    move: () =>
      core.app.budget.move({ id: core.newId(), from: department, to: design, amountMinor, reason, actorId }),
    topUp: () => core.app.budget.topUp({ id: core.newId(), department, amountMinor, reason, actorId }),
    redeemCode: () => company.redeem('alice', code),
    redeemGift: () => core.app.gift.redeem({ person: bob, giftId }),
    importPeople: () =>
      core.app.people.import(
        organization,
        ['Ed', 'Flo'].map((name) => personRow(name, 'Engineering')),
      ),
  };

  const instants: Record<string, number> = {};
  for (const [name, change] of Object.entries(changes)) {
    const before = await instantsOf(organization.id);
    await change();
    const after = await instantsOf(organization.id);
    instants[name] = after.filter((at) => !before.includes(at)).length;
  }

  expect(instants).toEqual(Object.fromEntries(Object.keys(changes).map((name) => [name, 1])));
});

it.each([1, 2, 3, 4, 5])(
  'redeems before a gift expires or not at all, %i readings of the clock before',
  async (ms) => {
    const clock = createTickingClock('2026-11-16T10:00:00Z');
    const core = makeCore(database.db, { clock });
    const company = await makeCompanyWithApprovers(core);
    const alice = await company.person('alice');
    async function giveToAlice(): Promise<string> {
      const { gifts } = await company.give('morgan', 'alice', '5', { isConfirmed: true });
      return gifts[0]?.giftId ?? '';
    }
    const [pressed, typed] = [await giveToAlice(), await giveToAlice()];
    const code = await company.codeOf(typed, 'alice');
    async function expireSoon(giftId: string) {
      const expires_at = new Date(clock.now().getTime() + ms);
      await pastGuards(database.owner, (tx) =>
        tx.updateTable('gift').set({ expires_at }).where('id', '=', giftId).execute(),
      );
    }

    await expireSoon(pressed);
    await core.app.gift.redeem({ person: alice, giftId: pressed });
    await expireSoon(typed);
    await company.redeem('alice', code);

    const late = database.db
      .selectFrom('gift')
      .select('id')
      .where('organization_id', '=', company.organization.id)
      .whereRef('redeemed_at', '>=', 'expires_at');
    expect(await late.execute()).toEqual([]);
  },
);

/** All instants at which something was written down for an organization. */
async function instantsOf(organizationId: string): Promise<string[]> {
  const { rows } = await sql<{ at: string }>`
    select occurred_at::text as at from entry where organization_id = ${organizationId}
     union select at::text from activity where organization_id = ${organizationId}
     union select created_at::text from notification where organization_id = ${organizationId}
     union select set_at::text from budget_policy where organization_id = ${organizationId}`.execute(
    database.db,
  );
  return rows.map(({ at }) => at);
}
