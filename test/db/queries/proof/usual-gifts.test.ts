import { type RawBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { reachOf } from '#src/db/queries/proof/rule-reach.ts';
import { RULES_OF_USUAL, UNUSUAL, type Unusual } from '#src/db/queries/proof/usual-gifts.ts';
import { GLANCES, RULE_NAMES } from '#src/db/queries/proof/rules.ts';
import { checkEachRule } from '#src/db/queries/proof/verify-ledger.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createLedgers, tamper } from './tampered-ledgers.ts';

/** A gift that was redeemed, one that waits, one that was undone and a refusal, all of them reported. */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompany(core);
  const { gifts } = await company.give('morgan', 'alice', '25');
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  await company.give('morgan', 'bob', '10');
  await company.give('morgan', 'bob', '100000');
  const undone = await company.give('morgan', 'bob', '5');
  const person = await company.person('morgan');
  await core.app.gift.undo({ person, of: { recognitionId: undone.id } });
  await sql`select add_up_spend(100)`.execute(db);
});

async function listUnusualGifts(db: Db): Promise<string[]> {
  const found: Unusual[] = [];
  for (const query of Object.values(UNUSUAL)) found.push(...(await rowsOf<Unusual>(db, sql.raw(query))));
  const ids = found.flatMap(({ gift }) => gift ?? []);
  const entries = found.flatMap(({ entry }) => entry ?? []);
  const amounts = await rowsOf<{ amount: bigint }>(
    db,
    sql`select amount_minor as amount from gift g
         where id = any (${ids}::uuid[])
            or exists (select from entry e where e.subject_id = g.id and e.id = any (${entries}::uuid[])) order by 1`,
  );
  return amounts.map(({ amount }) => amount.toString());
}

async function rowsOf<T>(db: Db, query: RawBuilder<unknown>): Promise<T[]> {
  return (await query.execute(db)).rows as T[];
}

async function glanceAt(db: Db, seed: bigint): Promise<boolean[]> {
  const seen: boolean[] = [];
  for (const glance of Object.values(GLANCES)) {
    seen.push(
      ...(await rowsOf<{ isRight: boolean }>(db, sql.raw(glance(seed)))).map(({ isRight }) => isRight),
    );
  }
  return seen;
}

describe('what the proof walks once for many rules', () => {
  it('takes gifts that were issued, and perhaps redeemed, for usual, and no others', async () => {
    expect(await listUnusualGifts(await ledgers.open())).toEqual(['500']);
  });

  it.each([
    ['its amount', `update gift set amount_minor = 1001 where amount_minor = 1000`, '1001'],
    ['its recipient', `update gift set recipient_id = giver_id where amount_minor = 1000`, '1000'],
    ['its entry', `delete from entry using gift g where subject_id = g.id and amount_minor = 1000`, '1000'],
    ['its posting', `delete from posting where amount = 1000`, '1000'],
    [
      'its activity',
      `delete from activity using gift g where gift_id = g.id and amount_minor = 1000`,
      '1000',
    ],
  ])('finds a gift out of the usual by %s', async (_, statement, amount) => {
    const db = await ledgers.open();
    await tamper(db, statement);

    expect(await listUnusualGifts(db)).toContain(amount);
  });

  it('leaves no rule to it that does not compare a gift, a request or an entry with what belongs to it', () => {
    expect([...RULES_OF_USUAL].filter((name) => !RULE_NAMES.includes(name))).toEqual([]);
    expect([...RULES_OF_USUAL].filter((name) => reachOf(name) !== 'touched')).toEqual([]);
  });

  it('finds a ledger in order by each rule over all rows, too', async () => {
    const checks = await checkEachRule(await ledgers.open());

    expect(checks.map(({ name }) => name)).toEqual(RULE_NAMES);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('a glance at what is added up', () => {
  it.each([0n, 12_345n, -(2n ** 63n)])(
    'sees that it agrees with what happened, by the seed %s',
    async (seed) => {
      expect(await glanceAt(await ledgers.open(), seed)).toEqual(Object.keys(GLANCES).map(() => true));
    },
  );

  it.each([
    [
      'another figure',
      `update spend_sum set delivered_minor = delivered_minor + 1 where dimension = 'giver'`,
    ],
    ['a huge figure', `update spend_sum set given_minor = 9223372036854775807 where dimension = 'recipient'`],
    ['another day', `update spend_sum set start = start + 1 where dimension = 'recipient'`],
    ['a lost row', `delete from spend_sum where dimension = 'region'`],
    ['a day with less', `update spend_daily set amount_minor = amount_minor - 1`],
    [
      'a day with nothing',
      `insert into spend_daily (organization_id, department_id, day, giver_id, currency, occasion, gifts, amount_minor)
       select organization_id, department_id, day + 1, giver_id, currency, occasion, 0, 0 from spend_daily`,
    ],
    ['an entry out of balance', `update posting set amount = amount + 1 where amount = 1000`],
    ['a balance out of turn', `update posting set balance_after = balance_after + 1 where amount = 1000`],
    ['a posting without an account', `update posting set account_id = entry_id where amount = 1000`],
    [
      'balances in another order',
      `alter table posting alter column id set generated by default;
       update posting set id = -id where amount = 1000 and account_id in (select id from account where kind = 'outstanding')`,
    ],
  ])('sees %s', async (_, statement) => {
    const db = await ledgers.open();
    await tamper(db, statement);

    expect(await glanceAt(db, 77n)).toContain(false);
  });
});
