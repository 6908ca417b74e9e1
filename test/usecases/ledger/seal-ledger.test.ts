import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { until } from '#test/helpers/until.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

async function start() {
  const { core, database } = await openOwnCore();
  const company = await makeCompany(core);
  const { db, owner, url, ownerUrl } = database;
  return { core, company, db, owner, url, ownerUrl };
}

type SealRow = {
  number: number;
  first_posting: bigint;
  last_posting: bigint;
  postings: number;
  changes: number | null;
  activities: number | null;
};

async function sealsOf(db: Db, organizationId: string): Promise<SealRow[]> {
  return db
    .selectFrom('seal')
    .select(['number', 'first_posting', 'last_posting', 'postings', 'changes', 'activities'])
    .where('organization_id', '=', organizationId)
    .orderBy('number')
    .execute();
}

function sumOf(seals: readonly SealRow[], stream: 'postings' | 'changes' | 'activities'): number {
  return seals.reduce((sum, seal) => sum + Number(seal[stream]), 0);
}

/** How many changes and activities an organization has. */
async function covers(db: Db, organizationId: string): Promise<{ changes: number; activities: number }> {
  const { rows } = await sql<{ changes: number; activities: number }>`
    select (select count(*) from change where organization_id = ${organizationId})::integer as changes,
           (select count(*) from activity where organization_id = ${organizationId})::integer as activities`.execute(
    db,
  );
  return rows[0] ?? { changes: 0, activities: 0 };
}

async function idsOf(db: Db, organizationId: string): Promise<bigint[]> {
  const rows = await db
    .selectFrom('posting')
    .select('id')
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

async function brokenSeals(db: Db): Promise<string[]> {
  const { checks } = await verifyLedger(db);
  return checks.find(({ name }) => name === 'nothing has changed since it was sealed')?.broken ?? [];
}

/** A connection of its own, as a person with psql has. */
async function openPsql(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  // The database is dropped under it in the end.
  client.on('error', () => undefined);
  onTestFinished(() => client.end());
  return client;
}

/** The statements that open a budget that nobody gives from, and that grant it 7. */
function openingOf(organizationId: string): { open: string; grant: string } {
  const [budgetId, entryId] = [randomUUID(), randomUUID()];
  return {
    open: `
      insert into account (organization_id, id, kind, owner_id, currency, floor)
      values ('${organizationId}', '${budgetId}', 'budget', gen_random_uuid(), 'USD', 0);
      insert into entry (organization_id, id, kind, key, occurred_at)
      values ('${organizationId}', '${entryId}', 'budget.granted', 'budget.granted:${budgetId}', now())`,
    grant: `
      insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
      select a.organization_id, '${entryId}', a.id, 'USD', x.amount, a.balance + x.amount
        from account a
       cross join lateral (select case a.kind when 'budget' then 7 else -7 end as amount) x
       where a.organization_id = '${organizationId}' and (a.kind = 'funding' or a.id = '${budgetId}')`,
  };
}

/** Begins a transaction that posts to a budget of its own and leaves it open. */
async function holdPostings(url: string, organizationId: string): Promise<Client> {
  const psql = await openPsql(url);
  const { open, grant } = openingOf(organizationId);
  await psql.query('begin');
  await psql.query(open);
  await psql.query(grant);
  return psql;
}

/** Whoever seals has looked at who writes, and looked again: then it waits for them. */
async function untilSealingWaits(owner: Db): Promise<void> {
  const looks = new Set<string>();
  await until('sealing that waits', async () => {
    const { rows } = await sql<{ at: string }>`
      select query_start::text as at from pg_stat_activity
       where datname = current_database() and usename <> current_user and state = 'idle'
         and query like '%as writer%from pg_locks%'`.execute(owner);
    for (const { at } of rows) looks.add(at);
    return looks.size > 1;
  });
}

describe('sealing the ledger', () => {
  it('covers every posting, in stretches that follow each other', async () => {
    const { core, company, db } = await start();
    for (let gift = 0; gift < 5; gift += 1) await company.give('morgan', 'alice', '1');

    const sealed = await core.app.ledger.seal({ stretch: 5 });

    const ids = await idsOf(db, company.organization.id);
    const seals = await sealsOf(db, company.organization.id);
    const covered = await covers(db, company.organization.id);
    expect(sealed).toEqual({ seals: seals.length, postings: 14, isDone: true });
    expect(seals.map(({ postings }) => postings)).toEqual([5, 5, 4, ...seals.slice(3).map(() => 0)]);
    expect(seals.slice(0, 3).map(({ first_posting }) => first_posting)).toEqual([ids[0], ids[5], ids[10]]);
    expect(seals.at(-1)?.last_posting).toBe(ids.at(-1));
    expect(seals.every(({ changes, activities }) => Number(changes) <= 5 && Number(activities) <= 5)).toBe(
      true,
    );
    expect(sumOf(seals, 'changes')).toBe(covered.changes);
    expect(sumOf(seals, 'activities')).toBe(covered.activities);
    expect(covered.changes).toBeGreaterThan(20);
    expect(await verifyLedger(db)).toMatchObject({
      ok: true,
      unsealed: 0,
      seals: [{ number: seals.length }],
    });
  });

  it('goes on where it ended, and does nothing when nothing was added', async () => {
    const { core, company, db } = await start();
    await core.app.ledger.seal();

    const idle = await core.app.ledger.seal();
    await company.give('morgan', 'alice', '1');
    const after = await core.app.ledger.seal();

    expect(idle).toEqual({ seals: 0, postings: 0, isDone: true });
    expect(after).toEqual({ seals: 1, postings: 2, isDone: true });
    expect(await brokenSeals(db)).toEqual([]);
  });

  it('leaves the rest to the next run when there is much', async () => {
    const { core, company } = await start();
    await core.app.ledger.seal();
    for (let gift = 0; gift < 5; gift += 1) await company.give('morgan', 'alice', '1');

    const first = await core.app.ledger.seal({ stretch: 2, maxSeals: 3 });
    const second = await core.app.ledger.seal({ stretch: 2, maxSeals: 3 });

    expect(first).toEqual({ seals: 3, postings: 6, isDone: false });
    expect(second).toEqual({ seals: 2, postings: 4, isDone: true });
  });

  it('keeps a chain for each organization', async () => {
    const { core, company, db } = await start();
    const other = await makeCompany(core);
    await company.give('morgan', 'alice', '1');
    await other.give('morgan', 'alice', '1');

    await core.app.ledger.seal();

    expect(await sealsOf(db, company.organization.id)).toMatchObject([{ number: 1, postings: 6 }]);
    expect(await sealsOf(db, other.organization.id)).toMatchObject([{ number: 1, postings: 6 }]);
    expect(await brokenSeals(db)).toEqual([]);
  });

  it('writes each hash to the log, where nobody who alters the database reaches it', async () => {
    const { core, company, db } = await start();

    await core.app.ledger.seal();

    const { seals } = await verifyLedger(db);
    const organizationId = company.organization.id;
    const covered = await covers(db, organizationId);
    expect(core.log.lines).toContainEqual({
      level: 'info',
      fields: { organizationId, number: 1, postings: 4, ...covered, hash: seals[0]?.hash },
      message: 'Ledger sealed',
    });
  });

  it('seals each posting once, however many seal at once', async () => {
    const { core, company, db } = await start();
    for (let gift = 0; gift < 10; gift += 1) await company.give('morgan', 'alice', '1');

    const all = await Promise.all(Array.from({ length: 8 }, () => core.app.ledger.seal({ stretch: 3 })));

    const total = all.reduce((sum, { postings }) => sum + postings, 0);
    const { unsealed } = await verifyLedger(db);
    expect(total + unsealed).toBe(24);
    await core.app.ledger.seal({ stretch: 3 });
    expect(await verifyLedger(db)).toMatchObject({ ok: true, unsealed: 0 });
  });

  it('waits for a transaction that took lower ids and leaves no gap behind it', async () => {
    const { core, company, db, owner, url } = await start();
    await core.app.ledger.seal();
    const psql = await holdPostings(url, company.organization.id);
    await company.give('morgan', 'alice', '1');

    const sealing = core.app.ledger.seal({ patienceMs: 20_000 });
    await untilSealingWaits(owner);
    const whileOpen = await sealsOf(db, company.organization.id);
    await psql.query('commit');

    expect(await sealing).toEqual({ seals: 1, postings: 4, isDone: true });
    expect(whileOpen).toHaveLength(1);
    expect(await brokenSeals(db)).toEqual([]);
    expect(await verifyLedger(db)).toMatchObject({ unsealed: 0 });
  });

  it('waits for an insert that has taken its id and not written anything yet', async () => {
    const { core, company, db, owner, url } = await start();
    const [writer, gate] = [await openPsql(url), await openPsql(url)];
    const { open, grant } = openingOf(company.organization.id);
    await sql
      .raw(`
      create function wait_at_gate() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock(1); return new; end $$;
      create trigger gate before insert on posting for each row when (abs(new.amount) = 7)
        execute function wait_at_gate();
      ${open}`)
      .execute(owner);
    await gate.query('select pg_advisory_lock(1)');
    const writing = writer.query(grant);
    await until('insert at the gate', async () => {
      const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted`.execute(
        db,
      );
      return rows.length > 0;
    });
    await company.give('morgan', 'alice', '1');

    const sealing = core.app.ledger.seal({ patienceMs: 20_000 });
    await untilSealingWaits(owner);
    const whileOpen = await sealsOf(db, company.organization.id);
    await gate.query('select pg_advisory_unlock(1)');
    await writing;

    // Its second posting took an id after the sealing began, and is left to the next one.
    expect(await sealing).toEqual({ seals: 1, postings: 7, isDone: true });
    expect(whileOpen).toEqual([]);
    expect(await brokenSeals(db)).toEqual([]);
    expect(await verifyLedger(db)).toMatchObject({ unsealed: 1 });
    expect((await core.app.ledger.seal()).postings).toBe(1);
  });

  it('seals nothing beside a transaction that does not end, and says so', async () => {
    const { core, company, db, url } = await start();
    await core.app.ledger.seal();
    const psql = await holdPostings(url, company.organization.id);
    await company.give('morgan', 'alice', '1');

    const sealed = await core.app.ledger.seal({ patienceMs: 100 });
    await psql.query('rollback');

    expect(sealed).toEqual({ seals: 0, postings: 0, isDone: true });
    expect(core.log.lines.at(-1)).toMatchObject({ level: 'warn' });
    expect((await core.app.ledger.seal()).postings).toBe(2);
    expect(await brokenSeals(db)).toEqual([]);
  });

  it('does not wait for transactions that began to write after it', async () => {
    const { core, company, owner, url } = await start();
    const first = await holdPostings(url, company.organization.id);
    const sealing = core.app.ledger.seal({ patienceMs: 20_000 });
    await untilSealingWaits(owner);
    const other = await makeCompany(core);
    const later = await holdPostings(url, other.organization.id);

    await first.query('rollback');

    expect((await sealing).seals).toBe(1);
    await later.query('rollback');
  });

  it('never blocks who issues, and never leaves a gap, while both go on', async () => {
    const { core, company, db } = await start();
    let isIssuing = true;
    async function keepSealing(): Promise<void> {
      while (isIssuing) await core.app.ledger.seal({ stretch: 7 });
    }
    async function keepGiving(giver: string, recipient: string): Promise<void> {
      for (let gift = 0; gift < 40; gift += 1) await company.give(giver, recipient, '1');
    }

    const sealing = [keepSealing(), keepSealing()];
    await Promise.all([
      keepGiving('morgan', 'alice'),
      keepGiving('dana', 'bob'),
      keepGiving('morgan', 'mallory'),
    ]);
    isIssuing = false;
    await Promise.all(sealing);
    await core.app.ledger.seal();

    expect(await verifyLedger(db)).toMatchObject({ ok: true, postings: 244, unsealed: 0 });
    const seals = await sealsOf(db, company.organization.id);
    expect(seals.reduce((sum, { postings }) => sum + postings, 0)).toBe(244);
  });

  it('holds no lock that an insert waits for', async () => {
    const { core, company, db, ownerUrl } = await start();
    const psql = await openPsql(ownerUrl);
    await psql.query('begin');
    await psql.query('lock table seal in exclusive mode');

    const sealing = core.app.ledger.seal();
    await until('sealing that waits', async () => {
      const { rows } = await sql`
        select from pg_locks where relation = 'seal'::regclass and not granted`.execute(db);
      return rows.length > 0;
    });
    const { refusal } = await company.give('morgan', 'alice', '1');
    await psql.query('rollback');

    expect(refusal).toBeNull();
    await sealing;
  });

  it('can be repeated by an auditor with the query that its migration shows', async () => {
    const { core, company, db, owner } = await start();
    await core.app.ledger.seal();
    for (let gift = 0; gift < 3; gift += 1) {
      await company.give('morgan', 'alice', '1');
      await core.app.people.import(company.organization, [personRow(`New ${gift}`, 'Design')]);
      await core.app.ledger.seal();
    }

    const before = await repeatSeals(db);
    await tamper(
      owner,
      `update posting set amount = 1 where id = (select first_posting from seal where number = 2);
       update change set written_by = 'nobody' where number = (select last_change from seal where number = 3);
       update activity set detail = '{}' where number = (select last_activity from seal where number = 4)`,
    );

    expect(before).toEqual([true, true, true, true]);
    expect(await repeatSeals(db)).toEqual([true, false, false, false]);
  });
});

async function repeatSeals(db: Db): Promise<boolean[]> {
  const { rows } = await sql.raw<{ holds: boolean }>(await readRecipe()).execute(db);
  return rows.map(({ holds }) => holds);
}

async function tamper(db: Db, statement: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql.raw(statement).execute(tx);
  });
}

/** The query in the comments, from its `select` to its semicolon. */
async function readRecipe(): Promise<string> {
  const text = await readFile(
    new URL('../../../migrations/0027-signed-requests.sql', import.meta.url),
    'utf8',
  );
  const query = text.replaceAll(/^-- ?/gmu, '');
  return query.slice(query.indexOf('select s.organization_id'), query.lastIndexOf(';') + 1);
}
