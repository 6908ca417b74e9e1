import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import {
  APPROVAL_STATUSES,
  approvalMoves,
  GIFT_STATUSES,
  giftMoves,
  RECOGNITION_STATUSES,
  recognitionMoves,
  STOCK_STATUSES,
  stockMoves,
} from '#src/domain/states.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { stockCodes } from '#test/helpers/stock.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';

const database = await createTestDatabase();
const { owner } = database;
afterAll(database.drop);

type Moves = Record<string, { from: readonly string[]; to: string }>;

/** What a status brings with it in other columns, as the table's own checks want it. */
const GIFT = `redeemed_at = case when $to = 'redeemed' then now() end, voided_at = case when $to = 'voided' then now() end`;
const REQUEST = `refusal = case when $to = 'refused' then '{}'::jsonb end`;
const APPROVAL = `decided_at = case when $to <> 'open' then now() end,
  decided_by = case when $to in ('approved', 'declined') then (select id from person p where p.organization_id = approval.organization_id and p.role = 'finance' limit 1) end`;

const STOCK = `taken_at = case when $to = 'taken' then now() end, taken_for_type = case when $to = 'taken' then 'order' end,
  taken_for = case when $to = 'taken' then id end,
  person_id = case when $to = 'taken' then (select id from person p where p.organization_id = stock_code.organization_id limit 1) end`;

const TABLES = [
  ['gift', GIFT_STATUSES, giftMoves, GIFT],
  ['recognition', RECOGNITION_STATUSES, recognitionMoves, REQUEST],
  ['approval', APPROVAL_STATUSES, approvalMoves, APPROVAL],
  ['stock_code', STOCK_STATUSES, stockMoves, STOCK],
] as const satisfies [string, readonly string[], Moves, string][];

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  const { gifts } = await company.give('morgan', 'alice', '25');
  const { approvalId } = await company.reserve('dana', 'bob', '150');
  await stockCodes(core, await company.person('priya'), ['SETTLED-1', 'SETTLED-2']);
  return { company, organizationId: company.organization.id, giftId: gifts[0]?.giftId ?? '', approvalId };
}

function change(table: string, also: string, to: string) {
  const rest = also.replaceAll('$to', `'${to}'`);
  return sql.raw(
    `update ${table} set status = '${to}', ${rest} where id = (select id from ${table} order by id limit 1)`,
  );
}

describe('what the database lets become of a row', () => {
  it.each(TABLES)('of %s is what the program makes of it', async (table, statuses, moves, also) => {
    await start();
    const made = Object.values(moves as Moves).flatMap(({ from, to }) => from.map((one) => `${one} → ${to}`));
    const allowed: string[] = [];

    for (const from of statuses) {
      for (const to of statuses.filter((one) => one !== from)) {
        await pastGuards(owner, (tx) => change(table, also, from).execute(tx));
        const isAllowed = await change(table, also, to)
          .execute(owner)
          .then(() => true)
          .catch((fault: { code?: string }) => {
            if (fault.code !== '23001') throw fault;
            return false;
          });
        if (isAllowed) allowed.push(`${from} → ${to}`);
      }
    }

    expect(allowed.toSorted()).toEqual([...new Set(made)].toSorted());
  });
});

describe('a person with psql, even as the owner of the tables', () => {
  it.each([
    ['what a gift is worth', 'update gift set amount_minor = amount_minor * 2 where organization_id = $1'],
    ['the currency of a gift', `update gift set currency = 'EUR' where organization_id = $1`],
    ['until when a gift is valid', 'update gift set expires_at = now() where organization_id = $1'],
    [
      'when a gift was issued',
      `update gift set issued_at = now() where status <> 'reserved' and organization_id = $1`,
    ],
    [
      'the hash that finds a code',
      `update code set hmac = decode(repeat('00', 32), 'hex') where organization_id = $1`,
    ],
    ['what a code is shown from', `update code set sealed = '\\x00' where organization_id = $1`],
    ['the end of a code', `update code set last_four = '0000' where organization_id = $1`],
    [
      'the hash that finds a code in stock',
      `update stock_code set hmac = decode(repeat('00', 32), 'hex') where organization_id = $1`,
    ],
    [
      'what a code in stock is shown from',
      `update stock_code set sealed = '\\x00' where organization_id = $1`,
    ],
    [
      'until when a code in stock is good',
      `update stock_code set expires_at = now() where organization_id = $1`,
    ],
    ['what a code in stock is worth', 'update stock_product set value_minor = 1 where organization_id = $1'],
    ['with which batch a code came', `update stock_code set batch_id = id where organization_id = $1`],
    ['who may not decide', `update approval set excluded = '{}' where organization_id = $1`],
    [
      'how much waits for a decision',
      'update approval set amount_minor = amount_minor * 2 where organization_id = $1',
    ],
    ['who asked for a decision', 'update approval set requested_by = excluded[1] where organization_id = $1'],
    ['for whom a request is', `update recognition set recipients = '[]' where organization_id = $1`],
    ['who made a request', `update recognition set giver = '{}' where organization_id = $1`],
    ['how much was asked for', `update recognition set amount = '999' where organization_id = $1`],
    [
      'what came into a budget',
      `update account set funded = funded + 1 where kind = 'budget' and organization_id = $1`,
    ],
  ])('cannot change %s', async (_, statement) => {
    const { organizationId } = await start();

    const changed = sql.raw(statement.replace('$1', `'${organizationId}'`)).execute(owner);

    await expect(changed).rejects.toMatchObject({ code: '23001' });
  });

  it('cannot change anything of a gift that was redeemed, nor fill its code in again', async () => {
    const { company, giftId } = await start();
    const before = await sql<{ sealed: Buffer }>`select sealed from code where gift_id = ${giftId}`.execute(
      owner,
    );
    expect(await company.redeem('alice', await company.codeOf(giftId, 'alice'))).toMatchObject({ ok: true });

    const gift = sql`update gift set void_reason = 'mine' where id = ${giftId}`.execute(owner);
    const { sealed } = before.rows[0] ?? {};
    const code = sql`update code set sealed = ${sealed} where gift_id = ${giftId}`.execute(owner);

    await expect(gift).rejects.toMatchObject({ code: '23001' });
    await expect(code).rejects.toMatchObject({ code: '23001' });
  });

  it('cannot open an account that says what came into it', async () => {
    const { organizationId } = await start();

    const opened = sql`
      insert into account (organization_id, id, kind, owner_id, currency, funded)
      values (${organizationId}, gen_random_uuid(), 'budget', gen_random_uuid(), 'USD', 5)`.execute(owner);

    await expect(opened).rejects.toMatchObject({ code: '23001' });
  });
});

describe('a code', () => {
  it('can be sealed anew under another key, with the hash that finds it', async () => {
    const { giftId } = await start();

    const { numAffectedRows } = await sql`
      update code set key_id = 'k2', hmac = sha256(hmac), sealed = sha256(sealed) where gift_id = ${giftId}`.execute(
      database.db,
    );

    expect(numAffectedRows).toBe(1n);
  });
});

describe('a decision', () => {
  it('stays as it was made', async () => {
    const { company, organizationId, approvalId } = await start();
    expect(await company.decide('finn', approvalId)).toMatchObject({ ok: true });

    const changed = sql`
      update approval set decided_by = null, status = 'expired'
       where organization_id = ${organizationId} and id = ${approvalId}`.execute(owner);

    await expect(changed).rejects.toMatchObject({ code: '23001' });
  });
});
