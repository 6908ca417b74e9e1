import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createLedgers, tamper } from './tampered-ledgers.ts';

const SEALED = 'nothing has changed since it was sealed';

/**
 * A ledger whose first three seals cover 12 postings, four each, and one gift that came after them. A rolled back transaction has left
 * a gap after the sixth.
 */
const ledgers = createLedgers(async (db, owner) => {
  const core = makeCore(db);
  const company = await makeCompany(core);
  await company.give('morgan', 'alice', '25');
  await sql`select nextval('posting_id_seq') from generate_series(1, 5)`.execute(owner);
  for (let gift = 0; gift < 3; gift += 1) await company.give('morgan', 'alice', '25');
  await core.app.ledger.seal({ stretch: 4 });
  await company.give('morgan', 'bob', '10');
});

async function brokenSeals(db: Db): Promise<string[]> {
  const { checks } = await verifyLedger(db);
  return checks.find(({ name }) => name === SEALED)?.broken ?? [];
}

type Row = { id: bigint; entryId: string; key: string };

/** The nth posting, from 1, as it is told to people. */
async function posting(db: Db, nth: number): Promise<{ id: bigint; entryId: string; name: string }> {
  const { rows } = await sql<Row>`
    select p.id, p.entry_id as "entryId", e.key from posting p join entry e on e.id = p.entry_id
     order by p.id offset ${nth - 1} limit 1`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`there is no posting ${nth}`);
  return { ...row, name: `posting ${row.id} of entry ${row.entryId} (${row.key})` };
}

describe('a ledger that was sealed', () => {
  it('holds, and says which seal is the newest and what no seal covers yet', async () => {
    const db = await ledgers.open();

    const proof = await verifyLedger(db);

    const { rows } = await sql<{ number: number }>`select max(number) as number from seal`.execute(db);
    expect(proof).toMatchObject({ ok: true, unsealed: 2, seals: [{ number: rows[0]?.number }] });
    expect(proof.seals[0]?.hash).toMatch(/^[0-9a-f]{64}$/u);
  });

  it.each([
    ['its amount', 'amount = amount + 1'],
    ['the balance after it', 'balance_after = balance_after + 1'],
    ['its currency', `currency = 'EUR'`],
    ['its account', `account_id = gen_random_uuid()`],
  ])('shows the posting whose row was altered: %s', async (_, change) => {
    const db = await ledgers.open();
    const altered = await posting(db, 7);

    await tamper(db, `update posting set ${change} where id = ${altered.id}`);

    expect(await brokenSeals(db)).toEqual([`${altered.name} was changed after seal 2`]);
  });

  it('shows what balances again, because both sides and the balances were altered too', async () => {
    const db = await ledgers.open();
    const [budget, outstanding] = [await posting(db, 11), await posting(db, 12)];

    await tamper(
      db,
      `update posting set amount = amount + sign(amount) * 100,
              balance_after = balance_after + sign(amount) * 100 where entry_id = '${budget.entryId}';
       update posting set balance_after = balance_after + d.diff
         from (select account_id, sign(amount) * 100 as diff from posting where entry_id = '${budget.entryId}') d
        where posting.account_id = d.account_id and posting.id > ${outstanding.id};
       update account set balance = balance + d.diff
         from (select account_id, sign(amount) * 100 as diff from posting where entry_id = '${budget.entryId}') d
        where account.id = d.account_id;
       update gift set amount_minor = amount_minor + 100
        where 'gift.issued:' || id = (select key from entry where id = '${budget.entryId}');
       update activity set detail = detail || jsonb_build_object('amountMinor', ((detail ->> 'amountMinor')::bigint + 100)::text)
        where 'gift.issued:' || gift_id = (select key from entry where id = '${budget.entryId}');
       update spend_daily set amount_minor = amount_minor + 100;
       update department_spend_daily set amount_minor = amount_minor + 100`,
    );

    expect(await brokenSeals(db)).toEqual([`${budget.name} was changed after seal 3, and 2 more in it`]);
  });

  it.each([
    ['its key', `key = 'gift.issued:' || gen_random_uuid()`],
    ['its kind', `kind = 'wallet.adjusted'`],
    ['when it happened', `occurred_at = occurred_at - interval '1 microsecond'`],
    ['when it was written', `created_at = created_at - interval '1 day'`],
  ])('shows the entry whose row was altered: %s', async (_, change) => {
    const db = await ledgers.open();
    const { entryId, id } = await posting(db, 9);

    await tamper(db, `update entry set ${change} where id = '${entryId}'`);

    const [first = ''] = await brokenSeals(db);
    expect(first).toContain(`posting ${id} of entry ${entryId}`);
    expect(first).toContain('was changed after seal 3, and 1 more in it');
  });

  it('shows an account that was made somebody else’s', async () => {
    const db = await ledgers.open();
    const first = await posting(db, 6);

    await tamper(db, `update account set owner_id = gen_random_uuid() where kind = 'outstanding'`);

    const broken = await brokenSeals(db);
    expect(broken[0]).toBe(`${first.name} was changed after seal 2, and 1 more in it`);
    expect(broken).toHaveLength(2);
  });

  it('shows that an entry was deleted with its postings', async () => {
    const db = await ledgers.open();
    const [first, second] = [await posting(db, 7), await posting(db, 8)];

    await tamper(
      db,
      `delete from posting where entry_id = '${first.entryId}'; delete from entry where id = '${first.entryId}'`,
    );

    expect(second.entryId).toBe(first.entryId);
    expect(await brokenSeals(db)).toEqual([`posting ${first.id} was deleted after seal 2, and 1 more in it`]);
  });

  it('shows that an entry was deleted and its postings left', async () => {
    const db = await ledgers.open();
    const { id, entryId } = await posting(db, 7);

    await tamper(db, `delete from entry where id = '${entryId}'`);

    expect(await brokenSeals(db)).toEqual([
      `posting ${id} of the lost entry ${entryId} was changed after seal 2, and 1 more in it`,
    ]);
  });

  it('shows an entry that was put in among sealed ones, though it balances', async () => {
    const db = await ledgers.open();
    const before = await posting(db, 6);

    await tamper(
      db,
      `insert into entry
         select organization_id, gen_random_uuid(), 'wallet.adjusted', 'put in', occurred_at, created_at
           from entry where id = '${before.entryId}';
       insert into posting (organization_id, id, entry_id, account_id, currency, amount, balance_after)
         overriding system value
       select p.organization_id, p.id + 2, e.id, p.account_id, p.currency, p.amount, p.balance_after
         from posting p, entry e where e.key = 'put in' and p.entry_id = '${before.entryId}'`,
    );

    expect(await brokenSeals(db)).toEqual([
      expect.stringMatching(
        new RegExp(
          String.raw`^posting ${before.id + 1n} of entry \S+ \(put in\) was inserted after seal 2, and 1 more in it$`,
          'u',
        ),
      ),
    ]);
  });

  it('shows a posting that was put in before the first', async () => {
    const db = await ledgers.open();
    const { name } = await posting(db, 1);

    await tamper(
      db,
      `insert into posting overriding system value
       select organization_id, -5, entry_id, gen_random_uuid(), currency, amount, balance_after
         from posting order by id limit 1`,
    );

    const place = name.replace(/^posting \d+/u, 'posting -5');
    expect(await brokenSeals(db)).toEqual([`${place} was inserted after seal 1`]);
  });

  it('names every seal that does not hold, up to five, and the first row of each', async () => {
    const db = await ledgers.open();
    const [first, fifth, ninth] = [await posting(db, 1), await posting(db, 5), await posting(db, 9)];

    await tamper(db, 'update posting set amount = amount * 2');

    expect(await brokenSeals(db)).toEqual([
      `${first.name} was changed after seal 1, and 3 more in it`,
      `${fifth.name} was changed after seal 2, and 3 more in it`,
      `${ninth.name} was changed after seal 3, and 3 more in it`,
    ]);
  });
});

/** Of seal 2 alone; the hash of what stands there now, as a forger would make it. */
const FORGED = `set hash = sha256('forged')`;

describe('the seals of a ledger', () => {
  it.each([
    [
      'its hash',
      FORGED,
      ['seal 2 was altered, or the seal before it', 'seal 3 was altered, or the seal before it'],
    ],
    [
      'when it was made',
      `set sealed_at = sealed_at - interval '1 day'`,
      ['seal 2 was altered, or the seal before it'],
    ],
    [
      'what it covers',
      'set last_posting = last_posting - 1',
      ['seal 2 was altered', expect.stringContaining('seal 3')],
    ],
    ['where it begins', 'set first_posting = first_posting + 1', ['seal 2 was altered']],
    ['its marks', `set marks = substring(marks for 63) || '\\x00'`, ['seal 2 was altered']],
    [
      'its marks and their number',
      'set marks = substring(marks for 48), postings = 3',
      ['seal 2 was altered'],
    ],
  ])('show that one was altered: %s', async (_, change, broken) => {
    const db = await ledgers.open();

    await tamper(db, `update seal ${change} where number = 2`);

    expect(await brokenSeals(db)).toEqual(broken);
  });

  it.each([
    ['the first', 1, 'seal 1 is missing before seal 2'],
    ['one in the middle', 2, 'seal 2 is missing before seal 3'],
  ])('show that one is gone: %s', async (_, number, broken) => {
    const db = await ledgers.open();

    await tamper(db, `delete from seal where number = ${number}`);

    expect(await brokenSeals(db)).toEqual([broken]);
  });

  it('show that a row and its seal were altered together', async () => {
    const db = await ledgers.open();
    const altered = await posting(db, 7);

    await tamper(
      db,
      `update posting set amount = amount + 1 where id = ${altered.id}; update seal ${FORGED} where number = 2`,
    );

    expect(await brokenSeals(db)).toEqual([
      `${altered.name} was changed after seal 2`,
      'seal 3 was altered, or the seal before it',
    ]);
  });

  it.each(['update seal set number = 9', 'delete from seal', 'truncate seal'])(
    'take no %s',
    async (statement) => {
      const db = await ledgers.open();

      await expect(sql.raw(statement).execute(db)).rejects.toMatchObject({ code: '23001' });
    },
  );

  it('are not all that is needed: one who makes every seal anew is known by a hash that was kept', async () => {
    const db = await ledgers.open();
    const kept = (await verifyLedger(db)).seals[0]?.hash ?? '';
    const { rows: before } = await findHash(db, kept);

    await tamper(
      db,
      'update posting set balance_after = 1 where id = (select max(last_posting) from seal); delete from seal',
    );

    const { rows: after } = await findHash(db, kept);
    expect(await brokenSeals(db)).toEqual([]);
    expect([before.length, after.length]).toEqual([1, 0]);
  });
});

function findHash(db: Db, hash: string) {
  return sql`select number from seal where encode(hash, 'hex') = ${hash}`.execute(db);
}
