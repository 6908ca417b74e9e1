import { describe, expect, it, onTestFinished } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { verifyLedger as verify } from '#src/db/queries/proof/verify-ledger.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { tamper } from './tampered-ledgers.ts';

/** A company whose gifts to Alice and Bob are sealed and proved. */
async function start() {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const { db } = database;
  const core = makeCore(db);
  const company = await makeCompany(core);
  const [toAlice, toBob] = [await give('alice', '25'), await give('bob', '10')];
  await core.app.ledger.seal();
  const { proven, ok } = await verifyLedger(db);
  if (!ok) throw new Error('it does not hold to begin with');

  async function give(recipient: string, amount: string): Promise<string> {
    const { gifts } = await company.give('morgan', recipient, amount);
    return must(gifts[0], 'gift').giftId;
  }
  async function proveSince() {
    const proof = await verify(db, { keys: TEST_KEYS, since: proven });
    return {
      ...proof,
      broken: proof.checks.flatMap(({ name, broken }) => broken.map((row) => `${name}: ${row}`)),
    };
  }
  return { db, core, company, proven, toAlice, toBob, give, proveSince };
}

describe('a proof that goes on from an earlier one', () => {
  it('is silent about what Largesse has done since, to new gifts and to older ones', async () => {
    const { core, company, toAlice, give, proveSince } = await start();
    await core.app.gift.redeem({ person: await company.person('alice'), giftId: toAlice });
    const undone = await give('bob', '5');
    await core.app.gift.undo({ person: await company.person('morgan'), of: { giftId: undone } });
    await core.app.ledger.seal();
    await give('alice', '7');

    expect(await proveSince()).toMatchObject({ isWhole: false, ok: true, broken: [] });
  });

  it('knows the request of a gift of which only the wish to take it back has changed', async () => {
    const { db, core, company, toAlice } = await start();
    const finance = personRow('Finn Adler', 'People', 'finance');
    await core.app.people.import(company.organization, [finance]);
    const person = await company.person('priya');
    const asked = await core.app.approval.requestVoid({ person, giftId: toAlice, reason: 'given twice' });
    const { approvalId } = asked.ok ? asked.value : { approvalId: '' };
    await core.app.ledger.seal();
    const { proven } = await verifyLedger(db);

    core.clock.advance(40 * 24 * 3_600_000);
    await core.app.approval.advance(approvalId);
    const proof = await verify(db, { keys: TEST_KEYS, since: proven });

    expect(proof.isWhole).toBe(false);
    expect(proof.checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('finds what was altered since, and leaves older gifts that nothing has touched to the whole proof', async () => {
    const { db, toBob, give, proveSince } = await start();
    const fresh = await give('alice', '7');

    await tamper(db, `update gift set region = 'DE' where id in ('${fresh}', '${toBob}')`);

    const rule = 'every gift, its code and its request are as they were when it was given';
    expect((await proveSince()).broken).toEqual([`${rule}: gift ${fresh}`]);
    const whole = await verifyLedger(db);
    const found = whole.checks.find(({ name }) => name === rule)?.broken.toSorted();
    expect(found).toEqual([`gift ${fresh}`, `gift ${toBob}`].toSorted());
  });

  it('finds what was altered of an older gift, once something happens to that', async () => {
    const { db, core, company, toBob, proveSince } = await start();
    await tamper(db, `update entry set key = 'gift.issued:x' where subject_id = '${toBob}'`);
    const before = await proveSince();

    await core.app.gift.redeem({ person: await company.person('bob'), giftId: toBob });

    expect(before.broken).toEqual([]);
    expect((await proveSince()).broken).toContainEqual(
      expect.stringMatching(
        /^every entry is called by its kind, .+: entry \S+ \(gift\.issued:x\) is gift\.issued$/u,
      ),
    );
  });

  it.each([
    [
      'a balance',
      `update account set balance = balance + 100 where kind = 'outstanding'`,
      /^every balance is the one after its last posting: account /u,
    ],
    [
      'a balance, and the last posting with it',
      `update posting set balance_after = balance_after + 100
        where id = (select max(p.id) from posting p join account a on a.id = p.account_id where a.kind = 'outstanding');
       update account set balance = balance + 100 where kind = 'outstanding'`,
      /^every balance and right was as the last proof found it: a balance or a right was altered that seal 1 covers$/u,
    ],
    [
      'a role',
      `update person set role = 'finance' where name = 'Mallory Quint'`,
      /^every right, rule and setting is as it was last recorded: person .+: its role is finance, should be employee$/u,
    ],
    [
      'a role, and its last change with it',
      `update change set after = after || '{"role": "finance"}'
        where key = (select id::text from person where name = 'Mallory Quint');
       update person set role = 'finance' where name = 'Mallory Quint'`,
      /^every balance and right was as the last proof found it: /u,
    ],
    [
      'the seal that it goes on from',
      `update seal set hash = sha256('hash')`,
      /^every balance and right was as the last proof found it: seal 1 was altered$/u,
    ],
    [
      'where that seal ends',
      `update seal set last_posting = last_posting + 1000000`,
      /^every balance and right was as the last proof found it: seal 1 was altered$/u,
    ],
    [
      'that there was such a seal',
      `delete from seal`,
      /^every balance and right was as the last proof found it: seal 1 is gone$/u,
    ],
  ])('finds at once that this was altered: %s', async (_, statement, words) => {
    const { db, proveSince } = await start();

    await tamper(db, statement);

    expect((await proveSince()).broken).toContainEqual(expect.stringMatching(words));
  });

  it('leaves what an older seal covers to the whole proof', async () => {
    const { db, core, give, proveSince } = await start();
    await give('alice', '7');
    await core.app.ledger.seal();
    await tamper(
      db,
      `update seal set hash = sha256('hash') where number = 2;
       update entry set created_at = created_at - interval '1 day' where id = (select entry_id from posting order by id limit 1)`,
    );

    const rule = 'nothing has changed since it was sealed';
    expect((await proveSince()).broken).toEqual(
      expect.arrayContaining([expect.stringMatching(`^${rule}: seal 2`)]),
    );
    const whole = await verifyLedger(db);
    expect(whole.checks.find(({ name }) => name === rule)?.broken).toHaveLength(2);
  });

  it('raises no alarm while gifts are issued, redeemed, undone and sealed', async () => {
    const { core, company, give, proveSince, db } = await start();
    const alice = await company.person('alice');
    const broken: string[] = [];
    let isOver = false;
    async function live(): Promise<void> {
      for (let round = 0; round < 5; round += 1) {
        const giftId = await give('alice', '1');
        await Promise.all([
          core.app.gift.redeem({ person: alice, giftId }),
          core.app.ledger.seal(),
          give('bob', '1'),
        ]);
      }
      isOver = true;
    }
    async function watch(): Promise<void> {
      while (!isOver) {
        broken.push(...(await proveSince()).broken);
        broken.push(...(await verifyLedger(db)).checks.flatMap((check) => check.broken));
      }
    }

    await Promise.all([live(), watch()]);

    expect(broken).toEqual([]);
  });

  it('gives the next one what it needs to go on', async () => {
    const { db, core, give, proveSince } = await start();
    await give('alice', '7');
    await core.app.ledger.seal();
    const { proven } = await proveSince();
    const { proven: ofWhole } = await verifyLedger(db);

    expect(proven).toEqual(ofWhole);
    expect(proven).toMatchObject([{ number: 2 }]);
  });
});
