import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { issueGifts } from '#src/usecases/recognition/issue-gifts.ts';
import { counting } from '#test/helpers/counting.ts';
import { type CompanyOptions, leftOf, makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start(options: CompanyOptions = {}) {
  const core = makeCore(database.db);
  return { core, company: await makeCompany(core, options) };
}

function called(name: string): PersonRef {
  return { by: 'name', name };
}

describe('giving a gift', () => {
  it('takes it from the budget of the giver’s department and makes one gift with one code', async () => {
    const { core, company } = await start();

    const { gifts, refusal } = await company.give('morgan', 'alice', '25');

    const [gift] = gifts;
    const code = await company.codeOf(gift?.giftId ?? '', 'alice');
    expect(refusal).toBeNull();
    expect(gifts).toMatchObject([
      { recipientName: 'Alice Ito', money: { amountMinor: 2_500n, currency: 'USD' } },
    ]);
    expect(code.reveal()).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/u);
    expect(await company.left('Engineering')).toBe(47_500n);
    expect((await verifyLedger(core.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('goes on with bringing it and telling the giver', async () => {
    const { core, company } = await start();

    const { id, gifts } = await company.give('morgan', 'alice', '25', { replyTo: 'hook' });

    expect(core.queue.take('deliver-gift')).toEqual(gifts.map(({ giftId }) => giftId));
    expect(core.queue.take('answer-giver')).toEqual([id]);
  });

  it('may spend the budget to the last cent', async () => {
    const { company } = await start({ engineering: 2_500n });

    const { refusal } = await company.give('morgan', 'alice', '25');

    expect(refusal).toBeNull();
    expect(await company.left('Engineering')).toBe(0n);
  });

  it('waits for nobody who opens another department’s budget, once its own is open', async () => {
    const { core, company } = await start();
    const { id } = company.organization;

    const { refusal } = await core.db.transaction().execute(async (other) => {
      const funding = other.selectFrom('account').select('id').where('organization_id', '=', id);
      await funding.where('kind', '=', 'funding').forUpdate().execute();
      return company.give('morgan', 'alice', '25');
    });

    expect(refusal).toBeNull();
  });

  it('opens no account to put money aside in, where no gift can wait for an approver', async () => {
    const { core, company } = await start();

    await company.give('morgan', 'alice', '25');

    const accounts = await core.db
      .selectFrom('account')
      .select('kind')
      .where('owner_id', '=', (await company.department('Engineering')).id)
      .orderBy('kind')
      .execute();
    expect(accounts.map(({ kind }) => kind)).toEqual(['budget', 'outstanding']);
  });

  it('gives each of several people the amount, or nobody anything', async () => {
    const { company } = await start({ engineering: 5_000n });
    const recipients = [company.ref('alice'), company.ref('bob')];

    const both = await company.give('morgan', '', '20', { recipients });
    const tooMuch = await company.give('morgan', '', '6', { recipients });

    expect(both.gifts.map(({ recipientName }) => recipientName)).toEqual(['Alice Ito', 'Bob Olsen']);
    expect(tooMuch.gifts).toEqual([]);
    expect(leftOf(tooMuch.refusal)).toBe(1_000n);
  });

  it('gives once to somebody who is named twice', async () => {
    const { company } = await start();
    const recipients = [
      company.ref('alice'),
      called('Alice Ito'),
      { by: 'email' as const, email: 'ALICE@example.com' },
    ];

    const { gifts } = await company.give('morgan', '', '20', { recipients });

    expect(gifts).toHaveLength(1);
    expect(await company.left('Engineering')).toBe(48_000n);
  });

  it('keeps the department and the region as they stand, also when people move later', async () => {
    const { core, company } = await start();
    await core.app.people.import(company.organization, [
      { ...personRow('Alice Ito', 'Engineering'), region: 'DE' },
    ]);
    const { gifts } = await company.give('morgan', 'alice', '25');

    await core.app.people.import(company.organization, [
      personRow('Morgan Reyes', 'Design', 'manager'),
      { ...personRow('Alice Ito', 'Design'), region: 'FR' },
    ]);

    const engineering = await company.department('Engineering');
    const gift = await core.db
      .selectFrom('gift')
      .select(['department_id', 'region'])
      .where('id', '=', gifts[0]?.giftId ?? '')
      .executeTakeFirstOrThrow();
    expect(gift).toEqual({ department_id: engineering.id, region: 'DE' });
    expect((await verifyLedger(core.db)).ok).toBe(true);
  });
});

describe('a refused gift', () => {
  it.each<[string, string, string, string, CompanyOptions, object]>([
    ['of a stranger', 'nobody', 'alice', '5', {}, { kind: 'unknown-giver' }],
    ['of an employee', 'bob', 'alice', '5', {}, { kind: 'not-allowed', role: 'employee' }],
    ['of HR, who may only look', 'priya', 'alice', '5', {}, { kind: 'not-allowed', role: 'hr' }],
    ['to oneself', 'morgan', 'morgan', '5', {}, { kind: 'self-gift' }],
    ['to a stranger', 'morgan', 'nobody', '5', {}, { kind: 'unknown-recipient', name: '' }],
    [
      'in another currency',
      'morgan',
      'alice',
      '5 EUR',
      {},
      { kind: 'wrong-currency', given: 'EUR', expected: 'USD', department: 'Engineering' },
    ],
    [
      'in another dollar',
      'morgan',
      'alice',
      'CA$5',
      {},
      { kind: 'wrong-currency', given: 'CAD', expected: 'USD', department: 'Engineering' },
    ],
    [
      'in dollars where yen are given',
      'morgan',
      'alice',
      '$5',
      { currency: 'JPY' },
      { kind: 'wrong-currency', given: '$', expected: 'JPY', department: 'Engineering' },
    ],
    [
      'finer than the currency',
      'morgan',
      'alice',
      '5.001',
      {},
      { kind: 'bad-amount', typed: '5.001', why: 'unclear' },
    ],
    ['of nothing', 'morgan', 'alice', '0', {}, { kind: 'bad-amount', typed: '0', why: 'zero' }],
    [
      'of half a yen',
      'morgan',
      'alice',
      '0.5',
      { currency: 'JPY' },
      { kind: 'bad-amount', currency: 'JPY', why: 'too-fine' },
    ],
    [
      'without a budget',
      'morgan',
      'alice',
      '5',
      { engineering: null },
      { kind: 'no-budget', department: 'Engineering' },
    ],
    [
      'over the budget',
      'morgan',
      'alice',
      '500.01',
      { timeZone: 'America/New_York' },
      {
        kind: 'over-budget',
        department: 'Engineering',
        asked: { amountMinor: '50001', currency: 'USD' },
        left: { amountMinor: '50000', currency: 'USD' },
        until: '2026-12-01T05:00:00.000Z',
        timeZone: 'America/New_York',
      },
    ],
  ])(
    '%s is kept with its reason, and moves no money',
    async (_, giver, recipient, amount, options, expected) => {
      const { core, company } = await start(options);

      const { refusal, gifts } = await company.give(giver, recipient, amount);

      const spent = await core.db
        .selectFrom('spend_daily')
        .selectAll()
        .where('organization_id', '=', company.organization.id)
        .execute();
      expect(refusal).toMatchObject(expected);
      expect(gifts).toEqual([]);
      expect(spent).toEqual([]);
    },
  );

  it('names a bot and somebody who left for what they are', async () => {
    const { core, company } = await start();
    const { id } = await company.person('bob');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    );
    const bot: PersonRef = {
      by: 'chat',
      platform: 'slack',
      workspaceId: company.workspaceId,
      userId: 'B1',
      profile: { name: 'Polly', isBot: true, isDeactivated: false },
    };

    const toBot = await company.give('morgan', '', '5', { recipients: [bot] });
    const left = await company.give('morgan', 'bob', '5');

    expect(toBot.refusal).toEqual({ kind: 'bot-recipient', name: 'Polly' });
    expect(left.refusal).toEqual({ kind: 'deactivated-recipient', name: 'Bob Olsen' });
  });

  it('asks which one is meant when a name is shared, unless the other one left', async () => {
    const { core, company } = await start();
    await core.app.people.import(company.organization, [
      { ...personRow('Alice Stone', 'Design'), email: 'astone@example.com', chatIds: [] },
    ]);
    const recipients = [called('alice')];

    const shared = await company.give('morgan', '', '5', { recipients });
    await transactOn(core.db, (tx) =>
      tx
        .updateTable('person')
        .set({ deactivated_at: new Date() })
        .where('organization_id', '=', company.organization.id)
        .where('email', '=', 'astone@example.com')
        .execute(),
    );
    const clear = await company.give('morgan', '', '5', { recipients });

    expect(shared.refusal).toEqual({ kind: 'ambiguous-recipient', name: 'alice' });
    expect(clear.gifts).toMatchObject([{ recipientName: 'Alice Ito' }]);
  });

  it('of somebody who left is refused like a stranger’s', async () => {
    const { core, company } = await start();
    const { id } = await company.person('morgan');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    );

    expect((await company.give('morgan', 'alice', '5')).refusal).toEqual({ kind: 'unknown-giver' });
  });
});

describe('a batch of requests', () => {
  it('is decided in the order in which they came, each against what the ones before left', async () => {
    const { core, company } = await start({ engineering: 1_000n });
    const first = await company.ask('morgan', 'alice', '6');
    const second = await company.ask('morgan', 'bob', '6');
    const third = await company.ask('morgan', 'bob', '4');

    await core.app.recognition.issue([third.id, second.id, first.id]);

    const outcomes = await Promise.all([first, second, third].map(({ id }) => stateOfRecognition(core, id)));
    expect(outcomes.map(({ recognition }) => recognition.status)).toEqual(['issued', 'refused', 'issued']);
    expect(leftOf(outcomes[1]?.recognition.refusal ?? null)).toBe(400n);
  });

  it('has in the log what was decided about each', async () => {
    const { core, company } = await start({ engineering: 1_000n });
    const asked = [await company.ask('morgan', 'alice', '6'), await company.ask('morgan', 'bob', '6')];

    await core.app.recognition.issue(asked.map(({ id }) => id));

    const lines = core.log.steps.filter(({ message }) => message === 'Recognition decided');
    expect(lines.map(({ fields }) => fields)).toMatchObject([
      { recognitionId: asked[0]?.id, status: 'issued' },
      { recognitionId: asked[1]?.id, status: 'refused', refusal: 'over-budget' },
    ]);
  });

  it('of several organizations, departments and currencies keeps them apart', async () => {
    const core = makeCore(database.db);
    const american = await makeCompany(core, { engineering: 1_000n, design: 1_000n });
    const japanese = await makeCompany(core, {
      currency: 'JPY',
      timeZone: 'Asia/Tokyo',
      engineering: 1_000n,
    });
    const asked = [
      await american.ask('morgan', 'alice', '10'),
      await american.ask('dana', 'alice', '10'),
      await japanese.ask('morgan', 'alice', '1000'),
      await japanese.ask('morgan', 'alice', '1'),
    ];

    await core.app.recognition.issue(asked.map(({ id }) => id));

    const statuses = await Promise.all(
      asked.map(async ({ id }) => (await stateOfRecognition(core, id)).recognition.status),
    );
    expect(statuses).toEqual(['issued', 'issued', 'issued', 'refused']);
    expect(await american.left('Design')).toBe(0n);
    expect((await verifyLedger(core.db)).ok).toBe(true);
  });

  it('leaves what is decided already as it is', async () => {
    const { core, company } = await start();
    const { id } = await company.give('morgan', 'alice', '25');

    const again = await core.app.recognition.issue([id, id]);

    expect(again).toMatchObject({ decided: [], giftIds: [], approvalIds: [] });
    expect(await company.left('Engineering')).toBe(47_500n);
  });

  it('with nobody in it does nothing', async () => {
    const { core } = await start();

    expect(await core.app.recognition.issue([])).toEqual({
      decided: [],
      giftIds: [],
      approvalIds: [],
      forged: [],
      faults: new Map(),
    });
  });

  it('takes as many queries for a hundred gifts as for two, with what it refuses', async () => {
    const { core, company } = await start();
    const few = await Promise.all(
      ['1', '2', '1.100'].map((amount) => company.ask('morgan', 'alice', amount)),
    );
    const many = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const recipients = [index % 2 ? called(index % 4 ? 'bob' : 'alice') : company.ref('alice')];
        return company.ask('morgan', '', `1.${index + 10}`, { recipients });
      }),
    );
    await company.give('morgan', 'alice', '1');

    const forFew = counting(core.db);
    await issueGifts(
      { ...core, db: forFew.db },
      few.map(({ id }) => id),
    );
    const forMany = counting(core.db);
    await issueGifts(
      { ...core, db: forMany.db },
      many.map(({ id }) => id),
    );

    expect(forMany.count()).toBe(forFew.count());
    expect(forMany.count()).toBeLessThan(30);
  });
});

describe('the same request once more', () => {
  it('changes nothing and hears what came of the first', async () => {
    const { core, company } = await start();
    const first = await company.give('morgan', 'alice', '25', { requestId: 'trigger-1' });
    core.queue.take('issue-gifts');

    const again = await company.ask('morgan', 'bob', '99', { requestId: 'trigger-1' });

    expect(again).toMatchObject({ id: first.id, status: 'issued', amount: '25' });
    expect(core.queue.take('issue-gifts')).toEqual([]);
  });

  it('is enqueued again while the first one still waits', async () => {
    const { core, company } = await start();
    const first = await company.ask('morgan', 'alice', '25', { requestId: 'trigger-1' });
    core.queue.take('issue-gifts');

    await company.ask('morgan', 'alice', '25', { requestId: 'trigger-1' });

    expect(core.queue.take('issue-gifts')).toEqual([first.id]);
  });

  it('of another organization is another request', async () => {
    const { core, company } = await start();
    const other = await makeCompany(core);

    const here = await company.ask('morgan', 'alice', '25', { requestId: 'trigger-1' });
    const there = await other.ask('morgan', 'alice', '25', { requestId: 'trigger-1' });

    expect(there.id).not.toBe(here.id);
  });
});
