import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ENTRY_KINDS } from '#src/domain/ledger/entries.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { type Forged, forgeUnguarded } from '#test/helpers/forge-entry.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { breaksIn, createLedgers } from './tampered-ledgers.ts';

const KNOWN =
  'every account and every entry is of a kind that the ledger has, and every entry about what its kind is about';
const MOVES = 'every entry moves money only between accounts that its kind may touch';
const CALLED = 'every entry is called by its kind, and what it funds by its account';
const WALLETS =
  'every wallet holds what its owner’s gifts were redeemed for and what was merged into it, less what was taken back, closed or spent';

/** A gift that was redeemed. */
const ledgers = createLedgers(async (db) => {
  const company = await makeCompany(makeCore(db));
  const { gifts } = await company.give('morgan', 'alice', '25');
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
});

async function brokenByForging(forged: Omit<Forged, 'organizationId'>): Promise<string[]> {
  const db = await ledgers.open();
  const { id: organizationId } = await db.selectFrom('organization').select('id').executeTakeFirstOrThrow();
  await forgeUnguarded(db, { organizationId, ...forged });
  return (await breaksIn(db)).map(({ name }) => name);
}

describe('an entry that was forged with the guards off', () => {
  it.each(['checkout.authorized', 'checkout.captured', 'checkout.voided', 'checkout.refunded'])(
    'is found where nothing books its kind: %s',
    async (kind) => {
      const broken = await brokenByForging({ kind, from: 'budget', to: 'wallet_gift' });

      expect(broken).toEqual(expect.arrayContaining([KNOWN, MOVES, CALLED, WALLETS]));
    },
  );

  it.each(ENTRY_KINDS)('is found where its kind does not touch an account: %s', async (kind) => {
    const about = { subjectType: 'gift', subjectId: randomUUID() };

    const broken = await brokenByForging({ kind, from: 'outstanding', to: 'reserved', ...about });

    expect(broken).toContain(MOVES);
  });

  it('is found where an account is of a kind that nothing is booked in', async () => {
    const broken = await brokenByForging({ kind: 'gift.issued', from: 'budget', to: 'held' });

    expect(broken).toEqual(expect.arrayContaining([KNOWN, MOVES]));
  });

  it('is found where it fills a wallet by a kind that may', async () => {
    const broken = await brokenByForging({ kind: 'code.redeemed', from: 'outstanding', to: 'wallet_gift' });

    expect(broken).toContain(WALLETS);
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
    expect(await ledgers.brokenBy(statement)).toContain(rule);
  });
});

it('finds money in a wallet that was taken out of it again, and not put where it belongs', async () => {
  const broken = await ledgers.brokenBy(
    `update account set balance = balance - 100 where kind = 'wallet_gift';
     update posting p set amount = amount - 100, balance_after = balance_after - 100
       from account a where a.id = p.account_id and a.kind = 'wallet_gift'`,
  );

  expect(broken).toContain(WALLETS);
});
