import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { spendByDepartment } from '#src/db/queries/report/spend-by-department.ts';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { leaseNotification } from '#test/helpers/sendings.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
dropWhenProved(database);
/** Moves a gift's end by some days, as somebody does by hand. */
async function moveEnd(giftId: string, days: number): Promise<void> {
  await pastGuards(database.db, (tx) =>
    sql`update gift set expires_at = expires_at + make_interval(days => ${days}) where id = ${giftId}`.execute(
      tx,
    ),
  );
}

/** A company of which every gift can be claimed for 40 days; it is 16 November. */
async function start({ timeZone = 'UTC', days = 40 } = {}) {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core, { timeZone });
  const { id: organizationId } = company.organization;
  const engineering = await company.department('Engineering');
  async function set(rules: RulesChanges, departmentId: string | null = engineering.id) {
    const scope = { organizationId, departmentId, currency: 'USD' };
    return core.app.budget.setRules({ scope, rules, actorId: null });
  }
  await set({ claimDays: days });
  async function give(recipient = 'alice', amount = '25'): Promise<string> {
    const { gifts, refusal } = await company.give('morgan', recipient, amount);
    if (!gifts[0]) throw new Error(`nothing was given: ${JSON.stringify(refusal)}`);
    return gifts[0].giftId;
  }
  async function gift(giftId: string) {
    return core.db
      .selectFrom('gift')
      .select(['status', 'expires_at'])
      .where('id', '=', giftId)
      .executeTakeFirstOrThrow();
  }
  /** What the sweep would enqueue of this company, done. */
  async function sweep(iso: string): Promise<string[]> {
    core.clock.set(iso);
    core.queue.take('advance-claims');
    await core.app.jobs.enqueueDue(dueJobs);
    const due = core.queue.take('advance-claims');
    const { rows } = await sql<{ id: string }>`
      select id from gift where organization_id = ${organizationId} and id = any (${due}::uuid[])`.execute(
      core.db,
    );
    const ids = rows.map(({ id }) => id);
    for (const id of ids) await core.app.gift.advanceClaim(id);
    return ids;
  }
  async function told(kind: 'gift.reminder' | 'gift.expired', giftId: string) {
    const rows = await core.db
      .selectFrom('notification')
      .innerJoin('person', 'person.id', 'notification.person_id')
      .select(['person.name', 'notification.detail', 'notification.id'])
      .where('notification.kind', '=', kind)
      .where('notification.subject_id', '=', giftId)
      .orderBy('notification.created_at')
      .orderBy('person.name')
      .execute();
    return rows;
  }
  async function reminded(giftId: string): Promise<unknown[]> {
    return (await told('gift.reminder', giftId)).map(({ detail }) => detail['days']);
  }
  return { core, company, engineering, set, give, gift, sweep, told, reminded };
}

describe('a last day for gifts', () => {
  it('is there only where a department set one', async () => {
    const { core, company, give, gift } = await start();
    const { gifts } = await company.give('dana', 'alice', '5');

    expect(await gift(gifts[0]?.giftId ?? '')).toEqual({ status: 'issued', expires_at: null });
    expect((await gift(await give())).expires_at?.toISOString()).toBe('2026-12-27T00:00:00.000Z');
    const { unredeemed } = await balanceOf(core, await company.person('alice'));
    expect(unredeemed.map(({ claimBy }) => claimBy?.at.toISOString())).toEqual([
      '2026-12-27T00:00:00.000Z',
      undefined,
    ]);
  });

  it('stays as it was when the gift was issued', async () => {
    const { give, gift, set } = await start();
    const giftId = await give();

    await set({ claimDays: 5 });
    await set({ claimDays: null });

    expect((await gift(giftId)).expires_at?.toISOString()).toBe('2026-12-27T00:00:00.000Z');
  });

  it('counts from the approval where a gift waited for one', async () => {
    const { core, company, gift } = await start();
    const { approvalId, recognitionId } = await company.reserve('morgan', 'alice', '150');
    core.clock.advance(2 * 86_400_000);
    await company.decide('ada', approvalId);

    const { id } = await core.db
      .selectFrom('gift')
      .select('id')
      .where('recognition_id', '=', recognitionId)
      .executeTakeFirstOrThrow();
    expect(await gift(id)).toEqual({ status: 'issued', expires_at: new Date('2026-12-29T00:00:00Z') });
    expect((await company.redeem('alice', await company.codeOf(id, 'alice'))).ok).toBe(true);
  });

  it('ends by the clocks of its recipient, and by the law of where they are', async () => {
    const { core, company, give, gift } = await start();
    await core.app.people.import(company.organization, [
      { ...personRow('Bob Olsen', 'Engineering'), region: 'Germany' },
    ]);

    expect((await gift(await give('bob'))).expires_at?.toISOString()).toBe('2030-01-01T00:00:00.000Z');
  });

  it('is refused where the law of the department’s region asks for more', async () => {
    const { core, engineering, set } = await start();
    const changed = await core.app.people.setDepartment({
      department: engineering,
      changes: { region: 'DE' },
      actorId: null,
    });
    expect(changed.ok).toBe(true);

    const refusal = {
      kind: 'claim-too-short',
      department: 'Engineering',
      region: 'DE',
      law: 'BGB 195 and 199',
      days: 1462,
    };
    expect(await set({ claimDays: 90 })).toEqual({ ok: false, refusal });
    expect((await set({ claimDays: 1462 })).ok).toBe(true);
    expect((await set({ claimDays: 90 }, null)).ok).toBe(true);
  });

  it('is refused for all where it would be too short in a department that follows them', async () => {
    const { core, engineering, set } = await start();
    const department = engineering;
    await core.app.people.setDepartment({ department, changes: { region: 'IN' }, actorId: null });
    await set({ claimDays: 400 });
    const scope = {
      organizationId: engineering.organizationId,
      departmentId: engineering.id,
      currency: 'USD',
    };
    await core.app.budget.setRules({ scope, rules: 'cleared', actorId: null });

    expect(await set({ claimDays: 90 }, null)).toMatchObject({
      ok: false,
      refusal: { kind: 'claim-too-short', region: 'IN', days: 366 },
    });
  });
});

describe('reminding of a gift', () => {
  it('tells its recipient once for each reminder, and nobody else', async () => {
    const { give, sweep, told, reminded } = await start();
    const giftId = await give();

    expect(await sweep('2026-11-26T08:59:59Z')).toEqual([]);
    expect(await sweep('2026-11-26T09:00:04Z')).toEqual([giftId]);
    expect(await sweep('2026-11-26T09:00:08Z')).toEqual([]);
    for (const day of ['2026-12-12', '2026-12-19', '2026-12-23', '2026-12-26']) {
      await sweep(`${day}T09:00:04Z`);
      await sweep(`${day}T15:00:00Z`);
    }

    expect(await reminded(giftId)).toEqual([30, 14, 7, 3, 0]);
    expect(new Set((await told('gift.reminder', giftId)).map(({ name }) => name))).toEqual(
      new Set(['Alice Ito']),
    );
  });

  it('leaves out what is late, and tells nobody twice when it is done twice', async () => {
    const { core, give, sweep, reminded } = await start();
    const giftId = await give();

    await sweep('2026-12-20T12:00:00Z');
    await core.app.gift.advanceClaim(giftId);

    expect(await reminded(giftId)).toEqual([7]);
  });

  it('keeps to the clocks of where its recipient is', async () => {
    const { give, sweep, reminded } = await start({ timeZone: 'Asia/Tokyo' });
    const giftId = await give();

    await sweep('2026-11-25T23:59:59Z');
    expect(await reminded(giftId)).toEqual([]);
    await sweep('2026-11-26T00:00:04Z');
    expect(await reminded(giftId)).toEqual([30]);
  });

  it('stops when it is claimed, also for what waits to be sent', async () => {
    const { core, company, give, sweep, told, reminded } = await start();
    const giftId = await give();
    await sweep('2026-11-26T09:00:04Z');
    const [waiting] = await told('gift.reminder', giftId);
    await core.app.gift.redeem({ person: await company.person('alice'), giftId });

    await sweep('2026-12-12T09:00:04Z');

    expect(await reminded(giftId)).toEqual([30]);
    expect((await leaseNotification(core.app, waiting?.id ?? '')).kind).toBe('nothing');
    expect(await sweep('2027-02-01T00:00:00Z')).toEqual([]);
  });
});

describe('a gift that nobody claimed', () => {
  it('expires when its last day is over: its money goes back, its code is erased, and both are told', async () => {
    const { core, company, give, gift, sweep, told } = await start({ days: 5 });
    const giftId = await give();
    const code = await company.codeOf(giftId, 'alice');
    expect(await company.left('Engineering')).toBe(47_500n);

    await sweep('2026-11-21T23:59:59Z');
    expect((await gift(giftId)).status).toBe('issued');
    await sweep('2026-11-22T00:00:04Z');

    expect((await gift(giftId)).status).toBe('expired');
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await spendByDepartment(core.db, everythingOf(company.organization.id))).toEqual([]);
    const { sealed } = await core.db
      .selectFrom('code')
      .select('sealed')
      .where('gift_id', '=', giftId)
      .executeTakeFirstOrThrow();
    expect(sealed).toBeNull();
    expect((await told('gift.expired', giftId)).map(({ name }) => name)).toEqual(['Morgan Reyes']);
    expect(await company.redeem('alice', code)).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
    const alice = await company.person('alice');
    const refusal = { kind: 'gift-expired' };
    expect(await core.app.gift.redeem({ person: alice, giftId })).toEqual({ ok: false, refusal });
    expect(await core.app.gift.claim({ person: alice, giftId })).toEqual({ ok: false, refusal });
    expect(await sweep('2026-12-22T00:00:00Z')).toEqual([]);
  });

  it('cannot be claimed once its last day is over, even if nobody has taken it back yet', async () => {
    const { core, company, give } = await start({ days: 5 });
    const giftId = await give();
    const code = await company.codeOf(giftId, 'alice');
    core.clock.set('2026-11-22T00:00:00Z');

    expect((await company.redeem('alice', code)).ok).toBe(false);
    core.clock.set('2026-11-21T23:59:59Z');
    expect((await company.redeem('alice', code)).ok).toBe(true);
  });

  it('brings its money to where it goes after a period that is over, and the giver hears where', async () => {
    const { company, give, sweep, told } = await start({ days: 20 });
    const giftId = await give();

    await sweep('2026-12-07T00:00:04Z');

    const [morgan] = await told('gift.expired', giftId);
    expect(morgan?.detail).toMatchObject({ to: 'giver', late: { returnedMinor: '2500', carriedMinor: '0' } });
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('frees what it used of its giver’s allowance', async () => {
    const { company, set, give, sweep } = await start({ days: 1 });
    await set({ allowanceMinor: { manager: 2_500n } });
    await give();
    expect((await company.give('morgan', 'alice', '5')).refusal?.kind).toBe('over-allowance');

    await sweep('2026-11-18T00:00:04Z');

    expect((await company.give('morgan', 'alice', '5')).refusal).toBeNull();
  });

  it('stays as it is when somebody changed it by hand', async () => {
    const { core, give, gift } = await start({ days: 5 });
    const giftId = await give();
    await moveEnd(giftId, -1);
    core.clock.set('2026-11-22T00:00:00Z');

    await expect(core.app.gift.advanceClaim(giftId)).rejects.toThrow('changed past Largesse');

    expect((await gift(giftId)).status).toBe('issued');
    await moveEnd(giftId, 1);
  });
});
