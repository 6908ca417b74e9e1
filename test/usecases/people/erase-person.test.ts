import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasedListFile } from '#src/process/erased-list-file.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany, type WalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);
const path = join(await mkdtemp(join(tmpdir(), 'erased-')), 'ids');
const list = erasedListFile(path);
const core = makeCore(database.db, { erasedList: list });

let company: WalletCompany;
beforeAll(async () => {
  company = await makeWalletCompany(core, { engineering: 500_000n });
});

async function erase(who: string, by = 'priya') {
  const [{ id: personId }, keeper] = [await company.person(who), await company.person(by)];
  return core.app.people.erase(company.organization, { personId, by: keeper });
}

function refusalOf(outcome: { ok: true } | { ok: false; refusal: Refusal }): Refusal | undefined {
  return outcome.ok ? undefined : outcome.refusal;
}

/** Closes what somebody has, so that nothing is in their wallet. */
async function payOut(who: string): Promise<void> {
  const [owner, priya] = [await company.person(who), await company.person('priya')];
  const closing = { person: priya, ownerId: owner.id, way: 'pay-out' as const, reason: 'Alice leaves' };
  const asked = await core.app.wallet.requestClosing(closing);
  await company.decide('zoe', asked.ok ? (asked.value.closings[0]?.approvalId ?? '') : '');
}

describe('erasing somebody', () => {
  it('is refused while a gift to them is open, then while its money is theirs, each with what to do', async () => {
    const giftId = await company.gift('alice', '25');
    expect(refusalOf(await erase('alice'))).toEqual({
      kind: 'erase-open',
      name: 'Alice Ito',
      what: 'gifts',
      count: 1,
    });
    await core.app.gift.redeem({ person: await company.person('alice'), giftId });
    expect(refusalOf(await erase('alice'))).toEqual({
      kind: 'erase-balance',
      name: 'Alice Ito',
      held: { amountMinor: '2500', currency: 'USD' },
    });
  });

  it('is refused while a request of theirs waits for an approver', async () => {
    await core.app.budget.setRules({
      scope: { organizationId: company.organization.id, departmentId: null, currency: 'USD' },
      rules: { ...(await import('#src/domain/budget/giving-rules.ts')).NO_RULES, approvalOverMinor: 10_000n },
      actorId: null,
    });
    const { approvalId } = await company.reserve('morgan', 'bob', '103');
    expect(refusalOf(await erase('morgan'))).toMatchObject({
      kind: 'erase-open',
      what: 'requests',
      count: 1,
    });
    expect(refusalOf(await erase('bob'))).toMatchObject({ kind: 'erase-open', what: 'gifts', count: 1 });
    await company.decide('ada', approvalId, 'no');
  });

  it('is nobody’s to do with themselves, HR’s with no admin, and nobody’s with the only admin', async () => {
    expect(refusalOf(await erase('priya'))).toMatchObject({ kind: 'erase-off-limits', why: 'self' });
    expect(refusalOf(await erase('zoe'))).toMatchObject({ kind: 'erase-off-limits', why: 'admin' });
    const { id: personId } = await company.person('zoe');
    const byShell = await core.app.people.erase(company.organization, { personId, actorId: null });
    expect(refusalOf(byShell)).toMatchObject({ kind: 'erase-off-limits', why: 'last-admin' });
    expect(refusalOf(await erase('bob', 'morgan'))).toMatchObject({ kind: 'people-not-allowed' });
  });

  it('takes names and texts, keeps the books, and writes the list outside', async () => {
    await payOut('alice');
    const { id: personId } = await company.person('alice');
    const { organization } = company;
    const exported = await core.app.queries.people.export(await company.person('priya'), {
      personId,
      now: new Date(),
    });
    expect(JSON.stringify(exported)).toContain('for the launch');
    await core.app.ledger.seal();
    const done = await erase('alice');
    expect(done).toMatchObject({ ok: true, value: { pseudonym: `Erased person ${personId.slice(-6)}` } });
    const row = await database.db
      .selectFrom('person')
      .selectAll()
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      name: `Erased person ${personId.slice(-6)}`,
      email: null,
      employee_number: null,
    });
    expect(row.deactivated_at).not.toBeNull();
    const after = JSON.stringify(
      await core.app.queries.people.export(await company.person('priya'), { personId, now: new Date() }),
    );
    expect(after).not.toMatch(/Alice|alice|for the launch/u);
    expect(after).toContain('2500');
    expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      organizationId: organization.id,
      personId,
    });
  });

  it('is done once, and nothing brings them back: no change, no account, no gift, no import', async () => {
    const entry = (await list.read())[0];
    const personId = entry?.personId ?? '';
    const { organization } = company;
    const keeper = { personId, actorId: null };
    expect(refusalOf(await core.app.people.erase(organization, keeper))).toMatchObject({
      kind: 'person-erased',
    });
    expect(refusalOf(await core.app.people.reactivate(organization, keeper))).toMatchObject({
      kind: 'person-erased',
    });
    await expect(
      database.owner.updateTable('person').set({ name: 'Alice Ito' }).where('id', '=', personId).execute(),
    ).rejects.toThrow('was erased: nothing of theirs comes back');
    await expect(
      database.owner
        .insertInto('identity')
        .values({
          organization_id: organization.id,
          platform: 'slack',
          user_id: 'alice',
          person_id: personId,
        })
        .execute(),
    ).rejects.toThrow('was erased: nothing of theirs comes back');
    const { personRow } = await import('#test/helpers/company.ts');
    await core.app.people.import(organization, [personRow('Alice Ito', 'Engineering')]);
    expect((await company.person('alice')).id).not.toBe(personId);
  });

  it('keeps a text that no seal covers yet from being blanked where somebody altered it', async () => {
    const { id: personId } = await company.person('bob');
    await database.owner
      .insertInto('erased_text')
      .values({
        organization_id: company.organization.id,
        stream: 'activity',
        number: 1n,
        leaf: Buffer.alloc(32),
        now: Buffer.alloc(32),
      })
      .execute()
      .catch(() => undefined);
    const broken = (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok).map(({ name }) => name);
    expect(broken).toContain('every text that was blanked is as it was left');
    expect(personId).toBeTruthy();
  });
});
