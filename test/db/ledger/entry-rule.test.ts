import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_KINDS, type AccountKind } from '#src/domain/ledger/accounts.ts';
import { ENTRY_KINDS, ENTRY_TABLE, type EntryKind, listEntryRules } from '#src/domain/ledger/entries.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { forgeEntry } from '#test/helpers/forge-entry.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
const { db, owner } = database;
let organizationId: string;
beforeAll(async () => {
  organizationId = (await makeCompany(makeCore(db))).organization.id;
});
afterAll(database.drop);

/** Kinds of which the first plan spoke, and that nothing books. */
const UNKNOWN_KINDS = ['checkout.given', 'gift.given'];
const UNBOOKED_ACCOUNTS = ['breakage'];

const WAYS = ENTRY_KINDS.flatMap((kind) =>
  ACCOUNT_KINDS.flatMap((from) => ACCOUNT_KINDS.map((to) => ({ kind, from, to }))),
);

function isAllowed({ kind, from, to }: { kind: EntryKind; from: AccountKind; to: AccountKind }): boolean {
  const rule: { from: readonly AccountKind[]; to: readonly AccountKind[] } = ENTRY_TABLE[kind];
  return rule.from.includes(from) && rule.to.includes(to);
}

/** A key of each kind's first subject. */
function keyOf(kind: EntryKind, id: string = randomUUID()): string {
  return `${listEntryRules().find((rule) => rule.kind === kind)?.keys[0]}:${id}`;
}

describe('the database’s table of entries', () => {
  it('is the one that the program has', async () => {
    const kept = await db
      .selectFrom('entry_rule')
      .selectAll()
      .orderBy('kind')
      .orderBy('subject_type')
      .execute();

    const ours = listEntryRules().map(({ kind, subjectType, keys, from, to, funds }) => {
      return { kind, subject_type: subjectType, keys, sources: from, targets: to, funds_budgets: funds };
    });
    expect(kept).toEqual(
      ours.toSorted((a, b) => (`${a.kind} ${a.subject_type}` < `${b.kind} ${b.subject_type}` ? -1 : 1)),
    );
  });

  it('names the kinds of accounts that the program has', async () => {
    const { rows } = await sql<{ kinds: string[] }>`
      select array(select m[1] from regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g') m order by 1) as kinds
        from pg_constraint where conname = 'account_kind_check'`.execute(db);

    expect(rows).toEqual([{ kinds: ACCOUNT_KINDS.toSorted() }]);
  });

  it.each([
    `insert into entry_rule values ('promo.granted', 'gift', '{promo.granted}', '{budget}', '{wallet_gift}', false)`,
    `update entry_rule set targets = '{wallet_gift}'`,
    'delete from entry_rule',
    'truncate entry_rule',
  ])('is not changed by hand: %s', async (statement) => {
    await expect(sql.raw(statement).execute(owner)).rejects.toMatchObject({ code: '23001' });
  });
});

describe('posting an entry', () => {
  it.each(WAYS.filter(isAllowed))('$kind may move money from $from to $to', async ({ kind, from, to }) => {
    const { entryId } = await forgeEntry(db, { organizationId, kind, from, to, key: keyOf(kind) });

    const { subject_type: type } = await db
      .selectFrom('entry')
      .select('subject_type')
      .where('id', '=', entryId)
      .executeTakeFirstOrThrow();
    expect(Object.keys(ENTRY_TABLE[kind].about)).toContain(type);
  });

  it.each(ENTRY_KINDS)('%s may not move money in any other way', async (kind) => {
    const others = WAYS.filter((way) => way.kind === kind && !isAllowed(way));
    for (const { from, to } of others) {
      const forged = forgeEntry(db, { organizationId, kind, from, to, key: keyOf(kind) });
      await expect(forged, `${from} to ${to}`).rejects.toMatchObject({ constraint: 'posting_leg' });
    }
    expect(others.length).toBeGreaterThan(20);
  });

  it('looks at every leg of every entry of a statement', async () => {
    const { rows } = await sql<{ id: string; kind: string }>`
      insert into account (organization_id, id, kind, owner_id, currency)
      select ${organizationId}, gen_random_uuid(), kind, gen_random_uuid(), 'USD'
        from unnest(array['budget', 'outstanding', 'wallet_gift']) kind returning id, kind`.execute(db);
    const [budget, outstanding, wallet] = rows.map(({ id }) => id);
    const ids = Array.from({ length: 40 }, () => randomUUID());
    await sql`
      insert into entry (organization_id, id, kind, key, occurred_at)
      select ${organizationId}, id, 'gift.issued', 'gift.issued:' || id, now() from unnest(${ids}::uuid[]) id`.execute(
      db,
    );

    // All but the last go where they may.
    const posted = sql`
      insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
      select ${organizationId}, entry.id, leg.account, 'USD', leg.amount, leg.amount * entry.position
        from unnest(${ids}::uuid[]) with ordinality entry (id, position)
       cross join lateral (values
         (${budget}::uuid, -2), (${outstanding}::uuid, case when position = 40 then 1 else 2 end),
         (${wallet}::uuid, case when position = 40 then 1 end)) leg (account, amount)
       where leg.amount is not null`.execute(db);

    await expect(posted).rejects.toMatchObject({
      constraint: 'posting_leg',
      message: 'an entry of kind gift.issued may not give money to an account of kind wallet_gift',
    });
  });

  it('asks each entry’s own kind where a statement posts several', async () => {
    const { rows } = await sql<{ id: string }>`
      insert into account (organization_id, id, kind, owner_id, currency)
      select ${organizationId}, gen_random_uuid(), kind, gen_random_uuid(), 'USD'
        from unnest(array['budget', 'outstanding', 'reserved']) kind returning id`.execute(db);
    const [budget, outstanding, reserved] = rows.map(({ id }) => id);
    async function post(issuedTo: string | undefined, reservedTo: string | undefined): Promise<void> {
      const [issued, put] = [randomUUID(), randomUUID()];
      await db.transaction().execute(async (tx) => {
        await sql`
          insert into entry (organization_id, id, kind, key, occurred_at)
          select ${organizationId}, id, kind, kind || ':' || id, now()
            from (values (${issued}::uuid, 'gift.issued'), (${put}::uuid, 'gift.reserved')) e (id, kind)`.execute(
          tx,
        );
        await sql`
          insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
          select ${organizationId}, entry, account, 'USD', amount, after
            from (values (${issued}::uuid, ${budget}::uuid, -1, -1), (${issued}, ${issuedTo}, 1, 1),
                         (${put}, ${budget}, -1, -2), (${put}, ${reservedTo}, 1, 1)) leg (entry, account, amount, after)`.execute(
          tx,
        );
      });
    }

    await expect(post(reserved, outstanding)).rejects.toMatchObject({ constraint: 'posting_leg' });
    await post(outstanding, reserved);
  });

  it.each(UNKNOWN_KINDS)('refuses the kind %s, whatever it is said to be about', async (kind) => {
    const entry = { organizationId, kind, from: 'budget', to: 'wallet_gift' };
    await expect(forgeEntry(db, entry)).rejects.toMatchObject({ constraint: 'entry_rule' });
    const about = { subjectType: 'gift', subjectId: randomUUID() };
    await expect(forgeEntry(db, { ...entry, ...about })).rejects.toMatchObject({ constraint: 'entry_rule' });
  });

  it.each(UNBOOKED_ACCOUNTS)('refuses an account of kind %s', async (to) => {
    const forged = forgeEntry(db, { organizationId, kind: 'gift.issued', from: 'budget', to });
    await expect(forged).rejects.toMatchObject({ constraint: 'account_kind_check' });
  });

  it.each([
    ['nothing', { key: 'by hand' }],
    ['something that such an entry is not about', { subjectType: 'move', subjectId: randomUUID() }],
    ['no particular gift', { subjectType: 'gift', subjectId: null }],
    ['another gift than its key says', { subjectType: 'gift', subjectId: randomUUID() }],
    ['a gift, by another kind’s key', { key: keyOf('code.redeemed') }],
  ])('refuses an entry about %s', async (_, about) => {
    const forged = forgeEntry(db, {
      organizationId,
      kind: 'gift.issued',
      from: 'budget',
      to: 'outstanding',
      ...about,
    });
    await expect(forged).rejects.toMatchObject({ constraint: 'entry_rule' });
  });

  it('does the same thing to a gift once, whatever the key says', async () => {
    const giftId = randomUUID();
    const issued = { organizationId, kind: 'gift.issued', from: 'budget', to: 'outstanding' };
    await forgeEntry(db, { ...issued, key: keyOf('gift.issued', giftId) });

    const again = forgeEntry(db, {
      ...issued,
      key: `${keyOf('gift.issued', giftId)}:again`,
      subjectType: 'gift',
      subjectId: giftId,
    });
    await expect(again).rejects.toMatchObject({ constraint: 'entry_of_gift' });
  });

  it('tops up by an id once, in the words of today and those of before', async () => {
    const id = randomUUID();
    const topUp = { organizationId, kind: 'budget.granted', from: 'funding', to: 'budget' };
    await forgeEntry(db, { ...topUp, key: `budget.topped_up:${id}` });

    const again = forgeEntry(db, {
      ...topUp,
      key: `budget.topped-up:${id}`,
      subjectType: 'top-up',
      subjectId: id,
    });
    await expect(again).rejects.toMatchObject({ constraint: 'entry_of_budget' });
  });
});

it('runs every trigger by the tables of its own schema', async () => {
  const { rows } = await sql<{ name: string }>`
    select proname as name from pg_proc
     where prorettype = 'trigger'::regtype and pronamespace = 'public'::regnamespace
       and not coalesce(proconfig, '{}') @> '{"search_path=public, pg_temp"}'`.execute(db);

  expect(rows).toEqual([]);
});
