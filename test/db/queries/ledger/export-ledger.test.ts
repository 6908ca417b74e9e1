import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportLedger, type journalFormats } from '#src/db/queries/ledger/export-ledger.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { type CompanyOptions, makeCompany, personRow } from '#test/helpers/company.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

type Format = keyof typeof journalFormats;

const run = promisify(execFile);

/** The programs that prove each format, and how they are asked. */
const PROVERS = [
  {
    format: 'hledger',
    program: '/usr/bin/hledger',
    args: (file: string) => ['-f', file, 'check', '--strict'],
  },
  { format: 'beancount', program: '/usr/bin/bean-check', args: (file: string) => [file] },
] as const;

async function start(options: CompanyOptions = {}) {
  const { core, database } = await openOwnCore();
  const company = await makeCompany(core, options);
  const { gifts } = await company.give('morgan', 'alice', '25');
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  await company.give('dana', 'bob', '10');
  return { core, company, db: database.owner };
}

type Started = Awaited<ReturnType<typeof start>>;

async function exportAs(format: Format, { db, company }: Pick<Started, 'db' | 'company'>): Promise<string> {
  const pieces: string[] = [];
  const { organization } = company;
  await exportLedger(db, { organization, format, write: async (text) => void pieces.push(text) });
  return pieces.join('');
}

function proverOf(format: Format) {
  const prover = PROVERS.find((one) => one.format === format);
  if (!prover) throw new Error(`nothing proves ${format}`);
  return prover;
}

/** Empty when the program finds the text in order, else what it says is wrong. */
async function prove(format: Format, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'largesse-journal-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, `ledger.${format}`);
  await writeFile(file, text);
  const { program, args } = proverOf(format);
  // Hledger reads names in the encoding of the locale.
  return run(program, args(file), { env: { LC_ALL: 'C.UTF-8' } }).then(
    () => '',
    (error: Error & { stdout: string; stderr: string }) => error.stderr + error.stdout || error.message,
  );
}

async function addPeople({ core, company }: Started, names: readonly string[], department: string) {
  const rows = names.map((name, index) => {
    const userId = `extra${index}${Math.random()}`;
    const row = personRow(name, department);
    return { ...row, email: `${userId}@example.com`, chatIds: [{ platform: 'slack' as const, userId }] };
  });
  await core.app.people.import(company.organization, rows);
  for (const row of rows) {
    const userId = row.chatIds[0]?.userId ?? '';
    const { gifts } = await company.give('morgan', userId, '1');
    await company.redeem(userId, await company.codeOf(gifts[0]?.giftId ?? '', userId));
  }
}

async function tamper(db: Db, statement: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql.raw(statement).execute(tx);
  });
}

function accountsIn(text: string): string[] {
  return [...text.matchAll(/^(?:account|\d{4}-\d\d-\d\d open) (\S+)/gmu)].map(([, name]) => name ?? '');
}

/** Names that two languages with rules of their own must take. */
const NAMES = [
  'Zoë: “the Boss” O’Neil; assets',
  'Zoë The Boss O Neil Assets',
  'Zoë The Boss O Neil Assets',
  '山田 太郎',
  'प्रिया नायर',
  'محمد علي',
  '  élodie  (paris)  ',
  '!!!',
  '🎁',
  'a\nb\tc',
  '0042',
  '-',
  'ß',
  'name with  two spaces ; and = 5 USD @ 3',
];

describe.each(['hledger', 'beancount'] as const)('the ledger as %s text', (format) => {
  it('has a transaction for each entry and says what each account holds', async () => {
    const started = await start();

    const text = await exportAs(format, started);

    expect(accountsIn(text)).toEqual([
      'Assets:Budget:Design:2026-11',
      'Assets:Budget:Engineering:2026-11',
      'Assets:Outstanding:Design',
      'Assets:Outstanding:Engineering',
      'Assets:Wallet:Gift:Alice-Ito',
      'Equity:Funding',
    ]);
    expect(text.match(/^2026-11-16 \* .*(?:budget|gift|code)\./gmu)).toHaveLength(5);
    expect(text).toMatch(/Equity:Funding {2}-500\.00 USD\n/u);
    expect(text).toMatch(/key: "code\.redeemed:|\(code\.redeemed:/u);
  });

  it('names top-ups and money put aside, and shows what was taken back, carried and moved', async () => {
    const started = await start();
    const { core, company } = started;
    const department = await company.department('Engineering');
    const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
    const topUp = { id: core.newId(), department, amountMinor: 5_000n, reason: '', actorId: null };
    await core.app.budget.topUp(topUp);
    await core.app.budget.setRules({
      scope,
      rules: { ...NO_RULES, approvalOverMinor: 3_000n },
      actorId: null,
    });
    await company.give('morgan', 'bob', '40');
    const { id } = await company.give('morgan', 'bob', '5');
    await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId: id } });
    const carrying = { amountMinor: 50_000n, carryCapMinor: 10_000n, actorId: null };
    await core.app.budget.set({ department, ...carrying });
    core.clock.set('2026-12-01T00:00:00Z');
    await company.give('morgan', 'bob', '6');
    const moving = { to: await company.department('Design'), amountMinor: 700n, reason: '', actorId: null };
    await core.app.budget.move({ id: core.newId(), from: department, ...moving });

    const text = await exportAs(format, started);

    expect(accountsIn(text)).toEqual(
      expect.arrayContaining([
        'Assets:Budget:Engineering:Top-up',
        'Assets:Reserved:Engineering:2026-11',
        'Assets:Budget:Engineering:2026-12',
      ]),
    );
    for (const kind of ['code.voided', 'budget.carried', 'budget.moved']) expect(text).toContain(kind);
    expect(existsSync(proverOf(format).program) ? await prove(format, text) : '').toBe('');
  });

  it('tells people and departments apart whatever they are called', async () => {
    const started = await start();
    await addPeople(started, NAMES, 'R&D: Berlin / Α');

    const text = await exportAs(format, started);

    const names = accountsIn(text);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.startsWith('Assets:Wallet:Gift:'))).toHaveLength(NAMES.length + 1);
    expect(names.filter((name) => name.endsWith(':Zoë-the-Boss-O-Neil-assets'))).toHaveLength(1);
    expect(names.filter((name) => /:Zoë-The-Boss-O-Neil-Assets--[0-9a-f]{12}$/u.test(name))).toHaveLength(2);
    expect(names).toContain('Assets:Wallet:Gift:X-山田-太郎');
  });

  it('has every entry once, however many there are', async () => {
    const started = await start();
    await sql`
      insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
      select o.id, gen_random_uuid(), 'wallet.adjusted', concat('wallet.adjusted:', gift, ':empty:', i), 'gift', gift, now()
        from organization o, generate_series(1, 2500) i, lateral (select gen_random_uuid() as gift where i > 0) g`.execute(
      started.db,
    );

    const found = (await exportAs(format, started)).match(/empty:\d+/gu);

    expect(found).toHaveLength(2500);
    expect(new Set(found).size).toBe(2500);
  });
});

describe.each(PROVERS)('$format, skipped where it is not installed,', ({ format, program }) => {
  const isAbsent = !existsSync(program);

  it.skipIf(isAbsent)('finds an honest ledger in order', async () => {
    expect(await prove(format, await exportAs(format, await start()))).toBe('');
  });

  it.skipIf(isAbsent)('takes every name', async () => {
    const started = await start();
    await addPeople(started, NAMES, 'R&D: Berlin / Α');

    expect(await prove(format, await exportAs(format, started))).toBe('');
  });

  it.skipIf(isAbsent).each(['JPY', 'KWD'])('takes amounts in %s', async (currency) => {
    const started = await start({ currency });

    const text = await exportAs(format, started);

    expect(await prove(format, text)).toBe('');
  });

  it.skipIf(isAbsent)('takes several currencies in an account', async () => {
    const started = await start();
    const { db, company } = started;
    await sql
      .raw(`
      with opened as (
        insert into account (organization_id, id, kind, owner_id, currency, floor)
        select distinct on (a.kind) a.organization_id, gen_random_uuid(), a.kind, a.owner_id, 'JPY', null::bigint
          from account a where a.kind in ('outstanding', 'wallet_gift') returning *
      ), redeemed as (
        insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
        select '${company.organization.id}', gen_random_uuid(), 'code.redeemed',
               concat('code.redeemed:', gift, ':by ) hand; "so"'), 'gift', gift, now()
          from gen_random_uuid() gift returning *
      )
      select 1`)
      .execute(db);
    await sql`
      insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
      select a.organization_id, e.id, a.id, 'JPY', x.amount, x.amount
        from account a
        join entry e on e.key like '%by ) hand%'
       cross join lateral (select case a.kind when 'outstanding' then -7 else 7 end as amount) x
       where a.currency = 'JPY'`.execute(db);

    const text = await exportAs(format, started);

    expect(await prove(format, text)).toBe('');
    expect(text).toMatch(/Assets:Wallet:Gift:Alice-Ito {2}7 JPY/u);
  });

  it.skipIf(isAbsent)('takes a company that never gave anything', async () => {
    const { core, database } = await openOwnCore();
    const company = await makeCompany(core, { engineering: null, design: null });

    expect(await prove(format, await exportAs(format, { db: database.db, company }))).toBe('');
  });

  it.skipIf(isAbsent).each([
    ['a posting', `update posting set amount = amount + 1 where id = (select max(id) from posting)`],
    [
      'both sides of an entry',
      `update posting set amount = amount + sign(amount) * 1 where entry_id =
       (select entry_id from posting order by id desc limit 1)`,
    ],
    ['a balance', `update account set balance = balance + 1 where kind = 'wallet_gift'`],
    ['a deleted entry', `delete from entry where kind = 'code.redeemed'`],
    ['a deleted account', `delete from account where kind = 'wallet_gift'`],
  ])('finds that a cent was altered: %s', async (_, statement) => {
    const started = await start();
    await tamper(started.db, statement);

    expect(await prove(format, await exportAs(format, started))).not.toBe('');
  });
});

describe('hledger, skipped where it is not installed,', () => {
  const isAbsent = !existsSync(proverOf('hledger').program);

  it.skipIf(isAbsent)('finds every single amount that is altered in the file', async () => {
    const text = await exportAs('hledger', await start());
    const amounts = [...text.matchAll(/(?<=(?:Assets|Equity):.*) -?\d+\.\d\d USD$/gmu)];

    const words = await Promise.all(
      amounts.map(({ index, 0: amount }) => {
        const altered = amount.replace(/\d(?= )/u, (digit) => String((Number(digit) + 1) % 10));
        return prove('hledger', text.slice(0, index) + altered + text.slice(index + amount.length));
      }),
    );

    expect(amounts.length).toBeGreaterThanOrEqual(16);
    expect(words.filter((word) => word === '')).toEqual([]);
  });
});
