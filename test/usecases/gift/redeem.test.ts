import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { formatCode } from '#src/domain/gift/code-format.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import { type CompanyOptions, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { balanceOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HOUR_MS = 3_600_000;
const USD = { currency: 'USD' };

/** Alice with a gift of 25 from Morgan. */
async function start(options: CompanyOptions = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core, options);
  const { gifts } = await company.give('morgan', 'alice', '25');
  const giftId = gifts[0]?.giftId ?? '';
  return { core, company, giftId, code: await company.codeOf(giftId, 'alice') };
}

async function refusedTries({ organization }: { organization: { id: string } }) {
  return database.db
    .selectFrom('activity')
    .select('detail')
    .where('organization_id', '=', organization.id)
    .where('kind', '=', 'code.refused')
    .execute();
}

describe('redeeming a code', () => {
  it('adds the gift to the wallet and says what is in it now', async () => {
    const { core, company, code } = await start();
    const { gifts } = await company.give('morgan', 'alice', '10.50');
    const second = await company.codeOf(gifts[0]?.giftId ?? '', 'alice');

    const first = await company.redeem('alice', code);
    const both = await company.redeem('alice', second);

    expect(first).toEqual({
      ok: true,
      value: { added: { amountMinor: 2_500n, ...USD }, balance: { amountMinor: 2_500n, ...USD } },
    });
    expect(both).toMatchObject({ value: { balance: { amountMinor: 3_550n } } });
    expect(await balanceOf(core, await company.person('alice'))).toEqual({
      wallets: [{ amountMinor: 3_550n, currency: 'USD' }],
      unredeemed: [],
    });
    expect((await verifyLedger(core.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('reads it with dashes, spaces, in lower case and with the letters people mix up', async () => {
    const { company, code } = await start();
    const typed = ` ${formatCode(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `;

    expect((await company.redeem('alice', typed)).ok).toBe(true);
  });

  it('ends the code: what could show it is erased, and only its last four are left', async () => {
    const { core, company, giftId, code } = await start();

    await company.redeem('alice', code);

    const row = await core.db
      .selectFrom('code')
      .selectAll()
      .where('gift_id', '=', giftId)
      .executeTakeFirstOrThrow();
    const claimed = await core.app.gift.claim({ person: await company.person('alice'), giftId });
    expect(row).toMatchObject({ sealed: null, last_four: code.lastFour });
    expect(claimed).toEqual({ ok: false, refusal: { kind: 'already-redeemed' } });
  });

  it('works once', async () => {
    const { core, company, code } = await start();
    await company.redeem('alice', code);

    const again = await company.redeem('alice', code);

    expect(again).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
    const { wallets } = await balanceOf(core, await company.person('alice'));
    expect(wallets).toEqual([{ amountMinor: 2_500n, currency: 'USD' }]);
  });

  it('works with every key that ever wrote codes', async () => {
    const { core, company, code } = await start();
    const oldest = newKey();
    const before = makeCore(core.db, { keys: createKeyRing([oldest]) });
    const beforeCompany = await makeCompany(before);
    const { gifts } = await beforeCompany.give('morgan', 'alice', '5');
    const old = await beforeCompany.codeOf(gifts[0]?.giftId ?? '', 'alice');
    const rotated = makeCore(core.db, { keys: createKeyRing([newKey(), oldest]) });

    const redeemed = await rotated.app.gift.redeemCode({
      person: await beforeCompany.person('alice'),
      typed: old.reveal(),
    });
    const foreign = await rotated.app.gift.redeemCode({
      person: await company.person('alice'),
      typed: code.reveal(),
    });

    expect(redeemed.ok).toBe(true);
    expect(foreign).toMatchObject({ refusal: { kind: 'code-refused' } });
  });

  it('tells a typo from a wrong code, and does not count it', async () => {
    const { company, code } = await start();
    const clear = code.reveal();
    const typos = [
      clear.slice(0, -1),
      `${clear}0`,
      'hello',
      '',
      clear.replace(/^./u, (first) => (first === '0' ? '1' : '0')),
    ];

    const outcomes = await Promise.all(typos.map((typed) => company.redeem('alice', typed)));

    expect(outcomes).toEqual(typos.map(() => ({ ok: false, refusal: { kind: 'mistyped-code' } })));
    expect(await refusedTries(company)).toEqual([]);
  });

  it('gives one and the same refusal for an unknown, a spent and somebody else’s code', async () => {
    const { core, company, code } = await start();
    const other = await makeCompany(core);
    const unknown = core.keys.mintCode();

    const somebodyElses = await company.redeem('bob', code);
    const elsewhere = await other.redeem('alice', code);
    await company.redeem('alice', code);
    const spent = await company.redeem('alice', code);
    const never = await company.redeem('alice', unknown);

    const refusal = { ok: false, refusal: { kind: 'code-refused' } };
    expect([somebodyElses, elsewhere, spent, never]).toEqual([refusal, refusal, refusal, refusal]);
  });

  it('writes down who tried which code in vain, by its last four only', async () => {
    const { company, code } = await start();

    await company.redeem('bob', code);

    const tries = await refusedTries(company);
    expect(tries).toEqual([{ detail: { lastFour: code.lastFour } }]);
  });

  it('is refused after the gift expired and for somebody who left', async () => {
    const { core, company, giftId, code } = await start();
    const { id } = await company.person('alice');
    async function setExpiry(at: Date | null): Promise<void> {
      await pastGuards(core.db, (tx) =>
        tx.updateTable('gift').set({ expires_at: at }).where('id', '=', giftId).execute(),
      );
    }
    await setExpiry(core.clock.now());
    const expired = await company.redeem('alice', code);
    await setExpiry(null);
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    );

    const left = await company.redeem('alice', code);

    expect([expired, left].map((outcome) => !outcome.ok && outcome.refusal.kind)).toEqual([
      'code-refused',
      'code-refused',
    ]);
  });
});

describe('somebody who is deactivated after they were read', () => {
  it('redeems nothing, by code or by button', async () => {
    const { core, company, giftId, code } = await start();
    const person = await company.person('alice');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', person.id).execute(),
    );

    const byCode = await core.app.gift.redeemCode({ person, typed: code.reveal() });
    const byButton = await core.app.gift.redeem({ person, giftId });

    expect(byCode).toMatchObject({ ok: false, refusal: { kind: 'code-refused' } });
    expect(byButton.ok).toBe(false);
  });
});

describe('guessing codes', () => {
  it('is locked after ten wrong ones, even for the right code, until an hour after the first of them', async () => {
    const { core, company, code } = await start();
    const firstAt = core.clock.now();
    for (let wrong = 0; wrong < 10; wrong += 1) {
      expect(await company.redeem('alice', core.keys.mintCode())).toMatchObject({
        refusal: { kind: 'code-refused' },
      });
      core.clock.advance(60_000);
    }

    const locked = await company.redeem('alice', code);
    core.clock.set(new Date(firstAt.getTime() + HOUR_MS - 1).toISOString());
    const stillLocked = await company.redeem('alice', code);
    core.clock.advance(1);
    const unlocked = await company.redeem('alice', code);

    const until = new Date(firstAt.getTime() + HOUR_MS).toISOString();
    expect(locked).toEqual({ ok: false, refusal: { kind: 'too-many-codes', until } });
    expect(stillLocked.ok).toBe(false);
    expect(unlocked.ok).toBe(true);
  });

  it('locks one person and nobody else', async () => {
    const { core, company, code } = await start();
    for (let wrong = 0; wrong < 10; wrong += 1) await company.redeem('bob', core.keys.mintCode());

    expect(await company.redeem('bob', code)).toMatchObject({ refusal: { kind: 'too-many-codes' } });
    expect((await company.redeem('alice', code)).ok).toBe(true);
  });

  it('gets no more than ten tries when all come at once', async () => {
    const { core, company } = await start();

    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => company.redeem('bob', core.keys.mintCode())),
    );

    const kinds = outcomes.map((outcome) => !outcome.ok && outcome.refusal.kind);
    expect(kinds.filter((kind) => kind === 'code-refused')).toHaveLength(10);
    expect(kinds.filter((kind) => kind === 'too-many-codes')).toHaveLength(20);
  });
});

describe('the claim button', () => {
  it('shows the code to its recipient and writes that down', async () => {
    const { core, company, giftId, code } = await start();

    const claimed = await core.app.gift.claim({ person: await company.person('alice'), giftId });

    const reveals = await core.db
      .selectFrom('activity')
      .select(['actor_id', 'detail'])
      .where('gift_id', '=', giftId)
      .where('kind', '=', 'code.revealed')
      .execute();
    expect(claimed.ok && claimed.value.code.reveal()).toBe(code.reveal());
    expect(reveals).toHaveLength(2);
    expect(JSON.stringify(reveals)).not.toContain(code.lastFour);
  });

  it('shows it to nobody else, not even to the giver or a namesake in another organization', async () => {
    const { core, company, giftId } = await start();
    const other = await makeCompany(core);
    const pressers = [
      await company.person('morgan'),
      await company.person('bob'),
      await other.person('alice'),
    ];

    const outcomes = await Promise.all(pressers.map((person) => core.app.gift.claim({ person, giftId })));

    expect(outcomes).toEqual(pressers.map(() => ({ ok: false, refusal: { kind: 'not-yours' } })));
  });
});

describe('the redeem button', () => {
  it('redeems for the recipient, once', async () => {
    const { core, company, giftId, code } = await start();
    const person = await company.person('alice');

    const first = await core.app.gift.redeem({ person, giftId });
    const second = await core.app.gift.redeem({ person, giftId });

    expect(first).toMatchObject({ ok: true, value: { balance: { amountMinor: 2_500n } } });
    expect(second).toEqual({ ok: false, refusal: { kind: 'already-redeemed' } });
    expect(await company.redeem('alice', code)).toMatchObject({ refusal: { kind: 'code-refused' } });
  });

  it('does nothing for anybody else', async () => {
    const { core, company, giftId } = await start();
    const other = await makeCompany(core);

    const outcomes = await Promise.all(
      [await company.person('bob'), await other.person('alice')].map((person) =>
        core.app.gift.redeem({ person, giftId }),
      ),
    );

    expect(outcomes).toMatchObject([{ refusal: { kind: 'not-yours' } }, { refusal: { kind: 'not-yours' } }]);
  });
});

describe('a balance', () => {
  it('lists the gifts that wait, oldest first, with the last four of their codes', async () => {
    const { core, company, code } = await start();
    core.clock.advance(1_000);
    await company.give('dana', 'alice', '7');

    const { wallets, unredeemed } = await balanceOf(core, await company.person('alice'));

    expect(wallets).toEqual([]);
    expect(unredeemed).toMatchObject([
      { amountMinor: 2_500n, giverName: 'Morgan Reyes', lastFour: code.lastFour },
      { amountMinor: 700n, giverName: 'Dana Weiss' },
    ]);
  });
});
