import { afterAll, describe, expect, it } from 'vitest';
import type { ClosingWay } from '#src/domain/wallet/closing.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Alice, who has redeemed 25 and left. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const alice = await company.person('alice');
  await core.app.gift.redeem({ person: alice, giftId: await company.gift('alice', '25') });
  await core.app.people.deactivate(company.organization, { personId: alice.id, actorId: null });
  const operator = operatorOf(company.organization.id);

  async function close(way: ClosingWay | undefined, decider = 'zoe') {
    const person = await company.person('priya');
    const asked = await core.app.wallet.requestClosing({
      person,
      ownerId: alice.id,
      way,
      reason: 'has left',
    });
    if (!asked.ok) return asked;
    return company.decide(decider, asked.value.closings[0]?.approvalId ?? '');
  }

  async function rows() {
    const found = await core.app.queries.wallet.history(operator, alice.id, { currency: 'USD', limit: 9 });
    return found?.rows.map(({ kind, balanceAfterMinor, note }) => [kind, balanceAfterMinor, note]);
  }

  function leavers() {
    return core.app.queries.wallet.listLeavers(operator);
  }

  function payouts() {
    return core.app.queries.wallet.listPayouts(operator, {});
  }

  return { core, company, alice, close, rows, leavers, payouts };
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

describe('the wallet of somebody who has left', () => {
  it('is listed with what it holds', async () => {
    const { leavers } = await start();

    expect(await leavers()).toMatchObject([{ name: 'Alice Ito', amountMinor: 2_500n, honouredAt: null }]);
  });

  it('is emptied into the department’s top-ups once a second person agrees', async () => {
    const { core, company, close, rows, leavers } = await start();

    const byHerself = await close('return', 'priya');
    const again = await close('return');

    expect(byHerself).toMatchObject({ ok: false, refusal: { kind: 'not-approver' } });
    expect(again).toEqual({ ok: false, refusal: { kind: 'closing-asked' } });
    const [approval] = await core.app.queries.approval.list(operatorOf(company.organization.id), {
      isOpen: true,
    });
    expect(await company.decide('zoe', approval?.id ?? '')).toMatchObject({ ok: true });
    expect(await rows()).toEqual([
      ['wallet.closed', 0n, 'has left'],
      ['code.redeemed', 2_500n, undefined],
    ]);
    expect(await leavers()).toEqual([]);
    expect(await broken()).toEqual([]);
  });

  it('is paid out by an entry and a line for the payroll', async () => {
    const { close, payouts, leavers } = await start();

    expect(await close('pay-out')).toMatchObject({ ok: true });

    expect(await payouts()).toMatchObject([{ name: 'Alice Ito', amountMinor: 2_500n, reason: 'has left' }]);
    expect(await leavers()).toEqual([]);
    expect(await broken()).toEqual([]);
  });

  it('keeps its funds where they are honoured, which is the way while nobody set another', async () => {
    const { close, rows, leavers } = await start();

    expect(await close(undefined)).toMatchObject({ ok: true });

    expect(await rows()).toHaveLength(1);
    expect(await leavers()).toMatchObject([{ amountMinor: 2_500n, honouredAt: expect.any(Date) as Date }]);
    expect(await broken()).toEqual([]);
  });

  it('is closed only in ways that the region allows', async () => {
    const { company, close } = await start();
    const { id } = await company.department('Engineering');
    await database.owner.updateTable('department').set({ region: 'DE-BY' }).where('id', '=', id).execute();

    expect(await close('return')).toEqual({
      ok: false,
      refusal: { kind: 'closing-way', region: 'DE-BY', ways: ['pay-out', 'honour'] },
    });
    await database.owner.updateTable('department').set({ region: '' }).where('id', '=', id).execute();
  });

  it('has nothing to close once it is empty, and roles that may not ask are refused', async () => {
    const { core, company, alice, close } = await start();
    await close('pay-out');
    const person = await company.person('morgan');

    expect(await close('return')).toEqual({
      ok: false,
      refusal: { kind: 'wallet-empty', name: 'Alice Ito' },
    });
    expect(
      await core.app.wallet.requestClosing({ person, ownerId: alice.id, way: 'return', reason: 'x' }),
    ).toMatchObject({ ok: false, refusal: { kind: 'guard-not-allowed' } });
  });
});
