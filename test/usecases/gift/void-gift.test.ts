import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spendByDepartment } from '#src/db/queries/report/spend-by-department.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { dropWhenProved, verifyLedger } from '#test/helpers/verify-ledger.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import type { Person } from '#src/domain/people/person.ts';

const database = await createTestDatabase();
dropWhenProved(database);
const HOUR_MS = 3_600_000;

/** Alice with a gift of 25 from Morgan, which Priya of HR asks to void and Finn of finance decides. */
async function start(db: Db = database.db) {
  const core = makeCore(db);
  const company = await makeCompany(core);
  const finance = [personRow('Finn Adler', 'People', 'finance'), personRow('Fay Bloom', 'People', 'finance')];
  await core.app.people.import(company.organization, finance);
  const { id, gifts } = await company.give('morgan', 'alice', '25');
  const giftId = gifts[0]?.giftId ?? '';

  async function ask(name = 'priya', reason = 'a double payment') {
    return core.app.approval.requestVoid({ person: await company.person(name), giftId, reason });
  }
  async function asked(): Promise<string> {
    const requested = await ask();
    if (!requested.ok) throw new Error(`not asked: ${requested.refusal.kind}`);
    return requested.value.approvalId;
  }
  async function decide(approvalId: string, name = 'finn') {
    const person = await company.person(name);
    return core.app.approval.decide({ person, approvalId, decision: { kind: 'approve' } });
  }
  async function redeem() {
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));
  }
  async function gift() {
    return core.db
      .selectFrom('gift')
      .select(['status', 'void_reason', 'voided_by'])
      .where('id', '=', giftId)
      .executeTakeFirst();
  }
  async function told() {
    const notifications = await core.db
      .selectFrom('notification')
      .innerJoin('person', 'person.id', 'notification.person_id')
      .select(['notification.kind', 'person.name', 'notification.detail'])
      .where('notification.subject_id', '=', giftId)
      .orderBy('person.name')
      .execute();
    return notifications.map(({ kind, name, detail }) => ({ kind, name, reason: detail['reason'] }));
  }
  return { core, company, id, giftId, ask, asked, decide, redeem, gift, told };
}

/** Takes money out of somebody's wallet, as if a gift of before had been taken back from it. */
async function spend(db: Db, { organizationId, id }: Person, amountMinor: bigint): Promise<void> {
  const [budgetId, entryId] = [randomUUID(), randomUUID()];
  await sql`insert into account (organization_id, id, kind, owner_id, currency)
    values (${organizationId}, ${budgetId}, 'budget', ${organizationId}, 'USD')`.execute(db);
  await sql`insert into entry (organization_id, id, kind, key, occurred_at)
    values (${organizationId}, ${entryId}, 'wallet.adjusted', ${`wallet.adjusted:${entryId}`}, now())`.execute(
    db,
  );
  await sql`insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
    select organization_id, ${entryId}::uuid, id, currency, ${-amountMinor}::bigint, balance - ${amountMinor}::bigint
      from account where organization_id = ${organizationId} and owner_id = ${id} and kind = 'wallet_gift'
    union all
    select ${organizationId}::uuid, ${entryId}::uuid, ${budgetId}::uuid, 'USD', ${amountMinor}::bigint, ${amountMinor}::bigint`.execute(
    db,
  );
}

describe('voiding a gift for the organization', () => {
  it('waits for a second person, and happens once they approve', async () => {
    const { core, company, asked, decide, redeem, gift, told } = await start();
    core.clock.advance(10 * 24 * HOUR_MS);

    const approvalId = await asked();
    const before = await company.left('Engineering');
    const decided = await decide(approvalId);

    expect(core.queue.take('advance-approvals')).toEqual([approvalId]);
    expect(before).toBe(47_500n);
    expect(decided.ok).toBe(true);
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await gift()).toEqual({
      status: 'voided',
      void_reason: 'a double payment',
      voided_by: (await company.person('priya')).id,
    });
    expect(await told()).toEqual([{ kind: 'gift.voided', name: 'Morgan Reyes', reason: 'a double payment' }]);
    await expect(redeem()).rejects.toThrow('gift-withdrawn');
  });

  it('brings a redeemed gift back out of the wallet, once, and tells both', async () => {
    const { core, company, giftId, ask, asked, decide, redeem, gift, told } = await start();
    await redeem();
    await company.give('morgan', 'alice', '5');

    const decided = await decide(await asked());

    const { wallets, unredeemed } = await balanceOf(core, await company.person('alice'));
    const activity = await core.db
      .selectFrom('activity')
      .select('kind')
      .where('gift_id', '=', giftId)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(decided.ok).toBe(true);
    expect(wallets).toEqual([{ amountMinor: 0n, currency: 'USD' }]);
    expect(unredeemed).toHaveLength(1);
    expect(await company.left('Engineering')).toBe(49_500n);
    expect(await spendByDepartment(core.db, everythingOf(company.organization.id))).toMatchObject([
      { gifts: 1, amountMinor: 500n },
    ]);
    expect(await gift()).toMatchObject({ status: 'redeemed' });
    expect(activity?.kind).toBe('gift.reversed');
    expect(await told()).toMatchObject([
      { kind: 'gift.voided', name: 'Alice Ito' },
      { kind: 'gift.voided', name: 'Morgan Reyes' },
    ]);
    expect(await ask()).toEqual({ ok: false, refusal: { kind: 'gift-reversed' } });
  });

  it('stays open when the wallet does not hold enough, and nothing has moved', async () => {
    // In a database of its own, because no ledger is sound in which something was spent by hand.
    const own = await createTestDatabase();
    onTestFinished(own.drop);
    const { core, company, asked, decide, redeem, gift } = await start(own.db);
    await redeem();
    const approvalId = await asked();
    const alice = await company.person('alice');
    await spend(core.db, alice, 100n);
    const before = await verifyLedger(core.db);

    const decided = await decide(approvalId);

    const left = { amountMinor: '2400', currency: 'USD' };
    expect(decided).toEqual({ ok: false, refusal: { kind: 'wallet-too-low', name: 'Alice Ito', left } });
    expect((await balanceOf(core, alice)).wallets).toEqual([{ amountMinor: 2_400n, currency: 'USD' }]);
    expect(await gift()).toMatchObject({ status: 'redeemed' });
    const { status } = await core.db
      .selectFrom('approval')
      .select('status')
      .where('id', '=', approvalId)
      .executeTakeFirstOrThrow();
    expect(status).toBe('open');
    expect(await verifyLedger(core.db)).toEqual({ ...before, seconds: expect.any(Number) });
  });

  it('is asked for by finance, HR and admins, and decided by neither giver, recipient nor who asked', async () => {
    const { ask, asked, decide } = await start();

    expect(await ask('dana')).toEqual({
      ok: false,
      refusal: { kind: 'void-not-allowed', role: 'manager' },
    });
    const approvalId = await asked();
    for (const name of ['morgan', 'alice', 'priya']) {
      expect(await decide(approvalId, name)).toEqual({ ok: false, refusal: { kind: 'not-approver' } });
    }
    expect((await decide(approvalId, 'fay')).ok).toBe(true);
  });

  it('is asked for once at a time, and not of what is gone', async () => {
    const { ask, asked, decide } = await start();
    const approvalId = await asked();

    expect(await ask()).toEqual({ ok: false, refusal: { kind: 'void-asked-already' } });
    await decide(approvalId);
    expect(await ask()).toEqual({ ok: false, refusal: { kind: 'gift-withdrawn' } });
  });

  it('is not asked for of a gift that there is not, or that another organization gave', async () => {
    const { core, company } = await start();
    const { giftId: theirs } = await start();
    const priya = await company.person('priya');

    for (const giftId of [randomUUID(), theirs]) {
      expect(await core.app.approval.requestVoid({ person: priya, giftId, reason: 'an error' })).toEqual({
        ok: false,
        refusal: { kind: 'unknown-gift' },
      });
    }
  });

  it('finds the gift gone when its giver undoes it meanwhile', async () => {
    const { core, company, id, asked, decide } = await start();
    const approvalId = await asked();
    const morgan = await company.person('morgan');
    expect((await core.app.gift.undo({ person: morgan, of: { recognitionId: id } })).ok).toBe(true);

    expect(await decide(approvalId)).toEqual({ ok: false, refusal: { kind: 'gift-withdrawn' } });
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('goes back where an approved gift’s money was put aside from', async () => {
    const { core, company, decide } = await start();
    const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
    await core.app.budget.setRules({
      scope,
      rules: { ...NO_RULES, approvalOverMinor: 3_000n },
      actorId: null,
    });
    const { gifts } = await company.give('morgan', 'bob', '40');
    const giftId = gifts[0]?.giftId ?? '';
    const priya = await company.person('priya');
    const tooEarly = await core.app.approval.requestVoid({ person: priya, giftId, reason: 'early' });
    await decide(core.queue.take('advance-approvals')[0] ?? '');
    const requested = await core.app.approval.requestVoid({ person: priya, giftId, reason: 'an error' });

    await decide(requested.ok ? requested.value.approvalId : '', 'fay');

    expect(tooEarly).toEqual({ ok: false, refusal: { kind: 'gift-waits' } });
    expect(await company.left('Engineering')).toBe(47_500n);
  });

  it('leaves the day that it was counted on, where its department has moved to another zone since', async () => {
    const { core, company, asked, decide } = await start();
    core.clock.set('2026-11-17T01:00:00Z');
    const { gifts } = await company.give('morgan', 'bob', '10');
    const department = await company.department('Engineering');
    const moved = { department, amountMinor: 50_000n, actorId: null, timeZone: 'America/Los_Angeles' };
    await core.app.budget.set(moved);
    const order = { person: await company.person('priya'), giftId: gifts[0]?.giftId ?? '', reason: 'late' };
    const late = await core.app.approval.requestVoid(order);

    await decide(late.ok ? late.value.approvalId : '');
    const counted = await sql`
      select day::text, amount_minor from spend_daily where department_id = ${department.id}`.execute(
      core.db,
    );
    const first = await decide(await asked());

    // In the zone of now, the evening of the other gift's day.
    expect(counted.rows).toEqual([{ day: '2026-11-16', amount_minor: 2_500n }]);
    expect(first.ok).toBe(true);
  });

  it('happens once, when two approve at the same moment', async () => {
    const { company, asked, decide } = await start();
    const approvalId = await asked();

    const outcomes = await Promise.all(
      ['finn', 'fay', 'finn', 'fay'].map((name) => decide(approvalId, name)),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await company.left('Engineering')).toBe(50_000n);
  });
});
