import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
const psql = new Client(database.ownerUrl);
beforeAll(() => psql.connect());
afterAll(async () => {
  await psql.end();
  await database.drop();
});

/** A company with a gift, and the ids that somebody with psql would look up. */
async function start() {
  const company = await makeCompany(makeCore(database.db));
  const { gifts } = await company.give('morgan', 'alice', '25');
  const organizationId = company.organization.id;
  async function account(kind: string, currency = 'USD'): Promise<{ id: string; balance: bigint }> {
    const { rows } = await psql.query<{ id: string; balance: string }>(
      'select id, balance from account where organization_id = $1 and kind = $2 and currency = $3 order by balance desc',
      [organizationId, kind, currency],
    );
    const [row] = rows;
    if (!row) throw new Error(`there is no account ${kind}`);
    return { id: row.id, balance: BigInt(row.balance) };
  }
  return { company, organizationId, giftId: gifts[0]?.giftId ?? '', account };
}

async function openEntry(organizationId: string, giftId: string = randomUUID()): Promise<string> {
  const id = randomUUID();
  await psql.query(
    `insert into entry (organization_id, id, kind, key, occurred_at) values ($1, $2, 'gift.issued', $3, now())`,
    [organizationId, id, `gift.issued:${giftId}`],
  );
  return id;
}

async function recognitionOf(giftId: string): Promise<string> {
  const { rows } = await psql.query<{ recognition_id: string }>(
    'select recognition_id from gift where id = $1',
    [giftId],
  );
  return rows[0]?.recognition_id ?? '';
}

/** Copies the row of a gift, or of its code or delivery, with other values in some of its columns. */
async function copyRow(table: 'gift' | 'code' | 'delivery', giftId: string, changes: Record<string, string>) {
  const key = table === 'gift' ? 'id' : 'gift_id';
  return psql.query(
    `insert into ${table} select (jsonb_populate_record(t, $2)).* from ${table} t where ${key} = $1`,
    [giftId, JSON.stringify(changes)],
  );
}

/** A second gift of the same request, without a code. */
async function newGift({ company, giftId }: Awaited<ReturnType<typeof start>>): Promise<{ id: string }> {
  const id = randomUUID();
  await copyRow('gift', giftId, { id, recipient_id: (await company.person('bob')).id });
  return { id };
}

type Leg = { accountId: string; amount: bigint; balanceAfter: bigint; currency?: string };

/** Posts legs by one statement, as the application does. */
async function post(organizationId: string, entryId: string, legs: Leg[]) {
  const values = legs.map(({ accountId, amount, balanceAfter, currency = 'USD' }) => {
    return `('${organizationId}', '${entryId}', '${accountId}', '${currency}', ${amount}, ${balanceAfter})`;
  });
  return psql.query(
    `insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after) values ${values.join()}`,
  );
}

describe('a person with psql', () => {
  it('can move money by an entry whose postings balance', async () => {
    const { organizationId, account } = await start();
    const [budget, outstanding] = [await account('budget'), await account('outstanding')];

    await post(organizationId, await openEntry(organizationId), [
      { accountId: budget.id, amount: -100n, balanceAfter: budget.balance - 100n },
      { accountId: outstanding.id, amount: 100n, balanceAfter: outstanding.balance + 100n },
    ]);

    expect(await account('outstanding')).toEqual({ id: outstanding.id, balance: outstanding.balance + 100n });
  });

  it('cannot make money: postings must sum to zero', async () => {
    const { organizationId, account } = await start();
    const budget = await account('budget');
    const entryId = await openEntry(organizationId);

    const oneLeg = post(organizationId, entryId, [
      { accountId: budget.id, amount: 1n, balanceAfter: budget.balance + 1n },
    ]);

    await expect(oneLeg).rejects.toMatchObject({ constraint: 'posting_zero_sum' });
    expect((await account('budget')).balance).toBe(budget.balance);
  });

  it('cannot balance one currency with another', async () => {
    const { company, organizationId, account } = await start();
    const budget = await account('budget');
    const euro = randomUUID();
    await psql.query(
      `insert into account (organization_id, id, kind, owner_id, currency) values ($1, $2, 'outstanding', $3, 'EUR')`,
      [organizationId, euro, company.organization.id],
    );

    const mixed = post(organizationId, await openEntry(organizationId), [
      { accountId: budget.id, amount: -5n, balanceAfter: budget.balance - 5n },
      { accountId: euro, amount: 5n, balanceAfter: 5n, currency: 'EUR' },
    ]);

    await expect(mixed).rejects.toMatchObject({ constraint: 'posting_zero_sum' });
  });

  it('cannot post in a currency that the account is not kept in', async () => {
    const { organizationId, account } = await start();
    const [budget, outstanding] = [await account('budget'), await account('outstanding')];

    const wrong = post(organizationId, await openEntry(organizationId), [
      { accountId: budget.id, amount: -5n, balanceAfter: budget.balance - 5n, currency: 'EUR' },
      { accountId: outstanding.id, amount: 5n, balanceAfter: outstanding.balance + 5n, currency: 'EUR' },
    ]);

    await expect(wrong).rejects.toMatchObject({ code: '23503' });
  });

  it('cannot take a budget below its floor', async () => {
    const { organizationId, account } = await start();
    const [budget, outstanding] = [await account('budget'), await account('outstanding')];
    const amount = budget.balance + 1n;

    const tooMuch = post(organizationId, await openEntry(organizationId), [
      { accountId: budget.id, amount: -amount, balanceAfter: -1n },
      { accountId: outstanding.id, amount, balanceAfter: outstanding.balance + amount },
    ]);

    await expect(tooMuch).rejects.toMatchObject({ constraint: 'account_floor' });
  });

  it('cannot write a balance that the postings do not lead to', async () => {
    const { organizationId, account } = await start();
    const [budget, outstanding] = [await account('budget'), await account('outstanding')];

    const wrong = post(organizationId, await openEntry(organizationId), [
      { accountId: budget.id, amount: -5n, balanceAfter: budget.balance - 4n },
      { accountId: outstanding.id, amount: 5n, balanceAfter: outstanding.balance + 5n },
    ]);

    await expect(wrong).rejects.toMatchObject({ constraint: 'posting_running_balance' });
  });

  it('cannot post nothing', async () => {
    const { organizationId, account } = await start();
    const budget = await account('budget');

    const nothing = post(organizationId, await openEntry(organizationId), [
      { accountId: budget.id, amount: 0n, balanceAfter: budget.balance },
    ]);

    await expect(nothing).rejects.toMatchObject({ code: '23514' });
  });

  it('cannot post twice to an account within an entry', async () => {
    const { organizationId, account } = await start();
    const budget = await account('budget');

    const twice = post(organizationId, await openEntry(organizationId), [
      { accountId: budget.id, amount: -1n, balanceAfter: budget.balance - 1n },
      { accountId: budget.id, amount: 1n, balanceAfter: budget.balance },
    ]);

    await expect(twice).rejects.toMatchObject({ code: '23505' });
  });

  it.each([
    ['a balance', 'update account set balance = balance + 1 where organization_id = $1'],
    ['the balance of all accounts', 'update account set balance = 0 where organization_id = $1'],
    ['whose an account is', 'update account set owner_id = gen_random_uuid() where organization_id = $1'],
    ['what an account is for', `update account set kind = 'breakage' where organization_id = $1`],
    ['the currency of an account', `update account set currency = 'EUR' where organization_id = $1`],
    ['the period of an account', `update account set period = '2031-01-01' where organization_id = $1`],
    ['an entry', `update entry set key = key || 'x' where organization_id = $1`],
    ['a posting', 'update posting set amount = amount + 1 where organization_id = $1'],
    ['what happened', `update activity set kind = 'nothing' where organization_id = $1`],
  ])('cannot change %s by hand', async (_, statement) => {
    const { organizationId } = await start();

    await expect(psql.query(statement, [organizationId])).rejects.toMatchObject({ code: '23001' });
  });

  it.each(['account', 'entry', 'posting', 'activity'])('cannot delete from or empty %s', async (table) => {
    const { organizationId } = await start();

    const deleted = psql.query(`delete from ${table} where organization_id = $1`, [organizationId]);
    await expect(deleted).rejects.toMatchObject({ code: '23001' });
    await expect(psql.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '23001' });
  });

  it('cannot open an account with money in it', async () => {
    const { organizationId } = await start();

    const opened = psql.query(
      `insert into account (organization_id, id, kind, owner_id, currency, balance)
       values ($1, gen_random_uuid(), 'wallet_gift', gen_random_uuid(), 'USD', 1)`,
      [organizationId],
    );

    await expect(opened).rejects.toMatchObject({ code: '23001' });
  });

  it('cannot open a second account of the same name', async () => {
    const { organizationId } = await start();

    const opened = psql.query(
      `insert into account (organization_id, id, kind, owner_id, period, currency)
       select organization_id, gen_random_uuid(), kind, owner_id, period, currency from account where organization_id = $1`,
      [organizationId],
    );

    await expect(opened).rejects.toMatchObject({ code: '23505' });
  });

  it('cannot do the same thing twice: an entry’s key is used once', async () => {
    const { organizationId, giftId } = await start();

    await expect(openEntry(organizationId, giftId)).rejects.toMatchObject({ code: '23505' });
  });

  it('cannot post an entry of one organization to an account of another', async () => {
    const [ours, theirs] = [await start(), await start()];
    const [budget, foreign] = [await ours.account('budget'), await theirs.account('outstanding')];

    const across = post(ours.organizationId, await openEntry(ours.organizationId), [
      { accountId: budget.id, amount: -5n, balanceAfter: budget.balance - 5n },
      { accountId: foreign.id, amount: 5n, balanceAfter: foreign.balance + 5n },
    ]);

    await expect(across).rejects.toMatchObject({ code: '23503' });
  });

  it.each([
    ['a gift to a person of another', 'recipient_id', 'alice'],
    ['a gift from a person of another', 'giver_id', 'alice'],
    ['a gift from a department of another', 'department_id', 'Engineering'],
    ['a gift for a request of another', 'recognition_id', 'request'],
  ] as const)('cannot make %s organization', async (_, column, name) => {
    const [ours, theirs] = [await start(), await start()];
    const theirIds = {
      alice: (await theirs.company.person('alice')).id,
      Engineering: (await theirs.company.department('Engineering')).id,
      request: await recognitionOf(theirs.giftId),
    };

    const bob = await ours.company.person('bob');
    const tied = copyRow('gift', ours.giftId, {
      id: randomUUID(),
      recipient_id: bob.id,
      [column]: theirIds[name],
    });

    await expect(tied).rejects.toMatchObject({ code: '23503' });
  });

  it('cannot write a request, a code, a delivery, an entry or an activity of what its organization does not have', async () => {
    const [ours, theirs] = [await start(), await start()];
    const { id: foreigner } = await theirs.company.person('alice');
    const { id: gift } = await newGift(ours);

    const hmac = '\\x' + '00'.repeat(32);
    const code = copyRow('code', ours.giftId, { gift_id: gift, hmac, bound_to: foreigner });
    await expect(code).rejects.toMatchObject({ code: '23503' });
    const stray = copyRow('code', ours.giftId, { gift_id: randomUUID(), hmac });
    await expect(stray).rejects.toMatchObject({ code: '23503' });
    const delivery = copyRow('delivery', ours.giftId, { gift_id: randomUUID() });
    await expect(delivery).rejects.toMatchObject({ code: '23503' });
    await expect(openEntry(randomUUID())).rejects.toMatchObject({ code: '23503' });
    const request = psql.query(
      `insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, answer_status, answer_due_at, created_at)
       values (gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'queued', '{}', '[]', '1', 'none', now(), now())`,
    );
    await expect(request).rejects.toMatchObject({ code: '23503' });
    const activity = psql.query(
      `insert into activity (organization_id, id, at, kind) values (gen_random_uuid(), gen_random_uuid(), now(), 'x')`,
    );
    await expect(activity).rejects.toMatchObject({ code: '23503' });
  });

  it('cannot post to an entry that there is not', async () => {
    const { organizationId, account } = await start();
    const [budget, outstanding] = [await account('budget'), await account('outstanding')];

    const stray = post(organizationId, randomUUID(), [
      { accountId: budget.id, amount: -5n, balanceAfter: budget.balance - 5n },
      { accountId: outstanding.id, amount: 5n, balanceAfter: outstanding.balance + 5n },
    ]);

    await expect(stray).rejects.toMatchObject({ code: '23503' });
  });

  it.each([
    ['whose a gift is', 'update gift set recipient_id = giver_id where organization_id = $1'],
    ['who gave a gift', 'update gift set giver_id = recipient_id where organization_id = $1'],
    ['to whom a code is bound', 'update code set bound_to = null where organization_id = $1'],
    ['what is delivered', 'update delivery set gift_id = gen_random_uuid() where organization_id = $1'],
    ['who a person is', 'update person set id = gen_random_uuid() where organization_id = $1'],
    ['what a department is', 'update department set id = gen_random_uuid() where organization_id = $1'],
    ['what a request is', 'update recognition set id = gen_random_uuid() where organization_id = $1'],
    ['what an organization is', 'update organization set id = gen_random_uuid() where id = $1'],
  ])('cannot change %s', async (_, statement) => {
    const { organizationId } = await start();

    await expect(psql.query(statement, [organizationId])).rejects.toMatchObject({ code: '23001' });
  });

  it.each(['organization', 'department', 'person', 'recognition', 'gift'])(
    'cannot delete a row of %s, which the books refer to',
    async (table) => {
      await expect(psql.query(`delete from ${table}`)).rejects.toMatchObject({ code: '23001' });
      await expect(psql.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '23001' });
    },
  );

  it.each([
    ['an identity to a person of another', 'update identity set person_id = $1 where organization_id = $2'],
    ['a manager of another', 'update person set manager_id = $1 where organization_id = $2'],
    [
      'a request to a giver of another',
      `update recognition set giver_id = $1 where status = 'queued' and organization_id = $2`,
    ],
    [
      'a request to a department of another',
      `update recognition r set department_id = p.department_id from person p
        where p.id = $1 and status = 'queued' and r.organization_id = $2`,
    ],
    [
      'a new request to a paying department of another',
      `insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, answer_status,
                                answer_due_at, created_at, paying_department_id)
       select $2, gen_random_uuid(), 'x', 'x', 'queued', '{}', '[]', '1', 'none', now(), now(), department_id
         from person where id = $1`,
    ],
  ])('cannot tie %s organization', async (_, statement) => {
    const [ours, theirs] = [await start(), await start()];
    await ours.company.ask('morgan', 'alice', '5');
    const foreigner = await theirs.company.person('alice');

    const tied = psql.query(statement, [foreigner.id, ours.organizationId]);

    await expect(tied).rejects.toMatchObject({ code: '23503' });
  });

  it('cannot give two people the same mail address, whatever the case', async () => {
    const { organizationId } = await start();

    const taken = psql.query(
      `update person set email = 'ALICE@EXAMPLE.COM' where organization_id = $1 and email = 'bob@example.com'`,
      [organizationId],
    );

    await expect(taken).rejects.toMatchObject({ code: '23505' });
  });

  it('cannot give a gift a status that there is not, nor redeem it without a time', async () => {
    const { giftId } = await start();

    const unknown = copyRow('gift', giftId, { id: randomUUID(), status: 'lost' });
    await expect(unknown).rejects.toMatchObject({ code: '23514' });
    const untimed = psql.query(`update gift set status = 'redeemed' where id = $1`, [giftId]);
    await expect(untimed).rejects.toMatchObject({ code: '23514' });
  });

  it('cannot refuse a request without a reason', async () => {
    const { company, organizationId } = await start();
    await company.ask('morgan', 'alice', '5');

    const refused = psql.query(
      `update recognition set status = 'refused' where status = 'queued' and organization_id = $1`,
      [organizationId],
    );

    await expect(refused).rejects.toMatchObject({ code: '23514' });
  });

  it('cannot say of a merged record that it is somebody else’s, nor by or when it was merged, nor part it again', async () => {
    const { company, organizationId } = await start();
    const [from, into, other] = [
      await company.person('alice'),
      await company.person('bob'),
      await company.person('dana'),
    ];
    await psql.query(
      `insert into person_merge (organization_id, id, person_id, kept_id, merged_at) values ($1, $2, $2, $3, now())`,
      [organizationId, from.id, into.id],
    );

    for (const change of [`kept_id = '${other.id}'`, 'merged_at = now()', `merged_by = '${other.id}'`]) {
      const changed = psql.query(`update person_merge set ${change} where id = $1`, [from.id]);
      await expect(changed).rejects.toMatchObject({ code: '23001' });
    }
    const parted = psql.query('delete from person_merge where id = $1', [from.id]);
    await expect(parted).rejects.toMatchObject({ code: '23001' });
  });

  it.each([
    ['let an ended token go on', 'update api_token set ended_at = null'],
    ['give a token to somebody else', 'update api_token set person_id = gen_random_uuid()'],
    ['let a token last longer', `update api_token set expires_at = 'infinity'`],
    ['have a token do more', `update api_token set scopes = '{budgets:write}'`],
    ['remove a token', 'delete from api_token'],
    ['change an answer that a program was given', `update api_request set answer = '{}'`],
    ['forget an answer by half', 'update api_request set status = null'],
  ])('cannot %s', async (_what, statement) => {
    const { company, organizationId } = await start();
    const { id: personId } = await company.person('alice');
    await psql.query(
      `insert into api_token (organization_id, id, person_id, name, secret_hash, last_four, scopes, made_at, expires_at, ended_at)
       values ($1, $2, $3, 'x', sha256('x'), 'abcd', '{gifts:read}', now(), now() + interval '1 day', now())`,
      [organizationId, personId, personId],
    );
    await psql.query(
      `insert into api_request (organization_id, token_id, key, mac, begun_at, status, answer)
       values ($1, $2, 'k', sha256('x'), now(), 200, '{"done": true}')`,
      [organizationId, personId],
    );

    const changed = psql.query(`${statement} where organization_id = $1`, [organizationId]);

    await expect(changed).rejects.toMatchObject({ code: '23001' });
  });
});
