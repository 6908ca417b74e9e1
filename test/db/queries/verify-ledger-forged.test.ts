import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyLedger } from '#src/db/queries/verify-ledger.ts';
import { ENTRY_KINDS } from '#src/domain/ledger/entries.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { forgeUnguarded } from '#test/helpers/forge-entry.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const KNOWN =
  'every account and every entry is of a kind that the ledger has, and every entry about what its kind is about';
const MOVES = 'every entry moves money only between accounts that its kind may touch';
const CALLED = 'every entry is called by its kind, and what it funds by its account';
const WALLETS = 'every wallet holds what its owner’s gifts were redeemed for, less what was taken back';

async function start() {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const company = await makeCompany(makeCore(database.db));
  const { gifts } = await company.give('morgan', 'alice', '25');
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  const { db } = database;
  async function broken(): Promise<string[]> {
    const { checks } = await verifyLedger(db);
    return checks.filter(({ ok }) => !ok).map(({ name }) => name);
  }
  async function tamper(statement: string): Promise<string[]> {
    await db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql.raw(statement).execute(tx);
    });
    return broken();
  }
  return { db, organizationId: company.organization.id, broken, tamper };
}

describe('an entry that was forged with the guards off', () => {
  it.each([
    'checkout.authorized',
    'checkout.captured',
    'checkout.voided',
    'checkout.refunded',
    'promo.granted',
    'promo.expired',
    'code.expired',
    'wallet.closed',
  ])('is found where nothing books its kind: %s', async (kind) => {
    const { db, organizationId, broken } = await start();

    await forgeUnguarded(db, { organizationId, kind, from: 'budget', to: 'wallet_gift' });

    expect(await broken()).toEqual(expect.arrayContaining([KNOWN, MOVES, CALLED, WALLETS]));
  });

  it.each(ENTRY_KINDS)('is found where its kind does not touch an account: %s', async (kind) => {
    const { db, organizationId, broken } = await start();
    const about = { subjectType: 'gift', subjectId: randomUUID() };

    await forgeUnguarded(db, { organizationId, kind, from: 'outstanding', to: 'reserved', ...about });

    expect(await broken()).toContain(MOVES);
  });

  it('is found where an account is of a kind that nothing is booked in', async () => {
    const { db, organizationId, broken } = await start();

    await forgeUnguarded(db, { organizationId, kind: 'gift.issued', from: 'budget', to: 'held' });

    expect(await broken()).toEqual(expect.arrayContaining([KNOWN, MOVES]));
  });

  it('is found where it fills a wallet by a kind that may', async () => {
    const { db, organizationId, broken } = await start();

    await forgeUnguarded(db, {
      organizationId,
      kind: 'code.redeemed',
      from: 'outstanding',
      to: 'wallet_gift',
    });

    expect(await broken()).toContain(WALLETS);
  });
});

describe('an entry that was altered', () => {
  it.each([
    [
      'another subject',
      `update entry set subject_id = gen_random_uuid() where kind = 'code.redeemed'`,
      CALLED,
    ],
    [
      'no subject',
      `update entry set subject_type = null, subject_id = null where kind = 'gift.issued'`,
      KNOWN,
    ],
    ['another kind of subject', `update entry set subject_type = 'move' where kind = 'gift.issued'`, KNOWN],
    ['another kind', `update entry set kind = 'gift.released' where kind = 'gift.issued'`, CALLED],
    ['another key', `update entry set key = 'gift.issued:' || id where kind = 'gift.issued'`, CALLED],
    [
      'a key of another kind',
      `update entry set key = 'gift.reserved:' || subject_id where kind = 'gift.issued'`,
      CALLED,
    ],
  ])('is found by %s', async (_, statement, rule) => {
    const { tamper } = await start();

    expect(await tamper(statement)).toContain(rule);
  });
});

it('finds money in a wallet that was taken out of it again, and not put where it belongs', async () => {
  const { tamper } = await start();

  const broken = await tamper(
    `update account set balance = balance - 100 where kind = 'wallet_gift';
     update posting p set amount = amount - 100, balance_after = balance_after - 100
       from account a where a.id = p.account_id and a.kind = 'wallet_gift'`,
  );

  expect(broken).toContain(WALLETS);
});
