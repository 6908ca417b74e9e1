import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveLedgerJob } from '#jobs/prove-ledger.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { must } from '#src/domain/kit/must.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { comingFrom } from '#src/ports/way-in.ts';
import { readCsv } from '#src/kit/read-csv.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite, type Site } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const FEED = '=HYPERLINK("https://evil.example") <script>';

let site: Site;
beforeAll(async () => {
  site = await openSite(database.db);
  const { core, company } = site;
  await core.app.people.import(company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
    { ...personRow('Eve Feed', 'Design'), name: FEED, email: 'eve@example.com' },
  ]);
  await company.give('morgan', 'alice', '25');
  await company.redeem(
    'alice',
    await company.codeOf(must((await company.give('morgan', 'alice', '7')).gifts[0], 'gift').giftId, 'alice'),
  );
  core.clock.set('2026-11-20T09:30:00Z');
  const actorId = (await company.person('finn')).id;
  const department = await company.department('Design');
  await core.app.budget.set({ department, amountMinor: 30_000n, actorId });
});

/** The cells of the table, row by row. */
function rowsOf(html: string): string[][] {
  const [, body = ''] = /<tbody>(.*?)<\/tbody>/su.exec(html) ?? [];
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gsu)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gsu)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/gu, '')),
  );
}

async function look(query = '', who = 'finn'): Promise<{ status: number; text: string; rows: string[][] }> {
  const { status, text } = await (await site.signIn(who)).get(`/activity${query}`);
  return { status, text, rows: rowsOf(text) };
}

describe('the record of what was done', () => {
  it('says who did what, when, about whom, and what it was before and after', async () => {
    const { rows } = await look('?kind=budget.set&from=2026-11-20');

    expect(rows).toEqual([
      [
        'Budget set',
        expect.stringMatching(/^Nov 20, 2026, 9:30\sAM$/u),
        'Finn Adeyemi',
        'Design',
        'amount: $200.00 → $300.00',
        'not recorded',
      ],
    ]);
  });

  it('says from where, where that is on record', async () => {
    await site.signIn('alice');
    const { rows } = await look('?kind=session.opened&name=alice');

    expect(rows[0]?.[5]).toBe('Web page, from 192.0.2.1');
    expect(rows[0]?.[4]).not.toContain('192.0.2.1');
  });

  it('finds by name or address who did it and whom it is about', async () => {
    const found = [await look('?name=MORGAN'), await look('?name=eve%40example'), await look('?name=nobody')];

    const [morgan, eve, nobody] = found.map(({ rows }) => rows);
    expect(morgan?.length).toBeGreaterThan(1);
    expect(morgan?.every(([, , who, about]) => who === 'Morgan Reyes' || about === 'Morgan Reyes')).toBe(
      true,
    );
    expect(eve?.map(([what]) => what)).toContain('Person imported');
    expect(nobody).toEqual([]);
    expect(found[2]?.text).toContain('Nothing is on record that fits.');
  });

  it.each(['%25', '_', '%5C', "'", '%00', '%F0%9F%8E%81', `${'x'.repeat(9_000)}`])(
    'takes what is typed as it is, and finds nobody with it: %s',
    async (name) => {
      const { status, rows } = await look(`?name=${name}&from=2026-11-20`);

      expect(status).toBe(200);
      // What is nothing, or too long for a name, is as if it were not typed.
      const isTyped = !name.startsWith('x') && name !== '%00';
      expect(rows.length > 0).toBe(!isTyped);
    },
  );

  it('keeps what is typed and says what is wrong with a day', async () => {
    const { status, text, rows } = await look('?from=2026-02-30&to=soon&kind=budget.set');

    expect(status).toBe(200);
    expect(text.match(/This is no day\. Write it like 2026-11-23\./gu)).toHaveLength(2);
    expect(text).toContain('value="2026-02-30"');
    expect(rows).toHaveLength(3);
  });

  it.each([
    '?kind=nonsense&kind=budget.set',
    '?before=x&person=1',
    '?from=0000-01-01&to=9999-12-31',
    '?from[]=1&name[]=2',
    '?before=00000000-0000-0000-0000-000000000000',
    '?to=2999-12-31&from=2998-01-01',
  ])('answers an odd address with a page: %s', async (query) => {
    expect((await look(query)).status).toBe(200);
  });

  it('comes in pages of 50 that neither repeat nor leave out a row', async () => {
    const { core, company } = site;
    const department = await company.department('Engineering');
    for (let index = 0; index < 60; index += 1)
      await core.app.budget.set({ department, amountMinor: BigInt(60_000 + index), actorId: null });
    const all = await core.app.queries.ledger.listActivities(await company.person('finn'), {
      kind: 'budget.set',
      limit: 1_000,
    });

    const first = await look('?kind=budget.set');
    const [, next = ''] = /rel="next" href="\/activity([^"]+)"/u.exec(first.text) ?? [];
    const second = await look(next.replaceAll('&amp;', '&'));

    expect(first.rows).toHaveLength(50);
    expect(second.rows).toHaveLength(all.length - 50);
    expect(new Set([...first.rows, ...second.rows].map(String)).size).toBe(all.length);
    expect(second.text).not.toContain('rel="next"');
  });

  it('is saved as a file for spreadsheets, which run nothing in it', async () => {
    const finn = await site.signIn('finn');

    const { text, headers } = await finn.get('/activity/activity.csv');
    const read = readCsv(new TextEncoder().encode(text));
    const rows = must(read.ok ? read.rows : undefined, 'CSV').map(({ cells }) => cells);
    const all = await site.core.app.queries.ledger.listActivities(await site.person('finn'), {
      limit: 10_000,
    });

    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(rows[0]).toEqual(expect.arrayContaining(['at', 'who', 'what']));
    expect(rows.slice(1).map((cells) => cells.at(-1))).toEqual(all.map(({ id }) => id));
    expect(rows.flat().filter((cell) => cell.includes('HYPERLINK'))).toContain(`'${FEED}`);
    expect(rows.flat().filter((cell) => /^[=+@]/u.test(cell))).toEqual([]);
  });

  it('saves what the page shows, and no more', async () => {
    const finn = await site.signIn('finn');

    const { text } = await finn.get('/activity/activity.csv?kind=budget.set&from=2026-11-20&name=finn');

    expect(text.trim().split('\r\n')).toHaveLength(2);
    expect(text).toContain('$200.00 → $300.00');
  });

  it('shows names as they are, and runs nothing in them', async () => {
    const { text } = await look('?name=eve@example.com');

    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
  });

  it.each([
    ['web', 'Web page'],
    ['chat:slack', 'Slack'],
    ['job:seal-ledger', 'Job seal-ledger'],
    ['start', 'Start of Largesse'],
    ['shell', 'Shell'],
  ] as const)('says of what came in by %s where that was: %s', async (way, text) => {
    const { core, company } = site;
    const department = await company.department('Engineering');
    core.clock.set(new Date(core.clock.now().getTime() + 1_000).toISOString());
    await comingFrom(way, () => core.app.budget.set({ department, amountMinor: 70_000n, actorId: null }));

    const { rows } = await look('?kind=budget.set');

    expect(rows[0]?.[5]).toBe(text);
  });

  it('says by which token a program or a directory did something, and where a gift was asked for', async () => {
    const { core, company } = site;
    const { organizationId, id: personId } = await company.person('zoe');
    const expiresAt = new Date(core.clock.now().getTime() + DAY_MS);
    const asked = {
      organizationId,
      personId,
      makerId: personId,
      scopes: ['people:read'] as const,
      expiresAt,
    };
    const made = await core.app.session.makeToken({ ...asked, name: 'Payroll' });
    const { id } = must(made.ok ? made.value.token : undefined, 'token');
    const department = await company.department('Engineering');
    await comingFrom(`api:${id}`, () =>
      core.app.budget.freeze({ department, reason: 'a look', actorId: null, isFrozen: true }),
    );
    await comingFrom(`scim:${id}`, () =>
      core.app.budget.freeze({ department, reason: 'done', actorId: null, isFrozen: false }),
    );

    const [frozen, thawed, issued] = [
      await look('?kind=budget.frozen'),
      await look('?kind=budget.unfrozen'),
      await look('?kind=gift.issued'),
    ];

    expect(frozen.rows[0]?.[5]).toBe('API token “Payroll”');
    expect(thawed.rows[0]?.[5]).toBe('Directory, token “Payroll”');
    expect(issued.rows[0]?.[5]).toBe('Slack');
  });

  it('names people and departments, and no ids, in what changed', async () => {
    const { core, company } = site;
    const alice = await company.person('alice');
    const { id: departmentId } = await company.department('Design');
    await core.app.people.change(company.organization, {
      personId: alice.id,
      patch: { departmentId },
      actorId: null,
    });

    const { rows } = await look('?kind=person.changed&name=alice');

    expect(rows[0]?.[4]).toBe('department: Engineering → Design');
  });

  it.each(['alice', 'morgan', 'priya'])('is not for %s', async (who) => {
    const visitor = await site.signIn(who);

    const answers = [await visitor.get('/activity'), await visitor.get('/activity/activity.csv')];
    const asked = await visitor.post('/activity/proof');

    expect([...answers, asked].map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await visitor.get('/wallet')).text).not.toContain('href="/activity"');
  });
});

describe('the books', () => {
  async function prove(): Promise<void> {
    if (!('run' in proveLedgerJob)) throw new Error('it runs an id at a time');
    await proveLedgerJob.run(site.core as unknown as JobDeps, 'all');
  }

  it('say that nobody proved them yet, then when they were proved and up to where they are sealed', async () => {
    const { core } = site;

    const before = await look();
    await core.app.ledger.seal();
    await prove();
    const { text } = await look();

    expect(before.text).toContain('They were not proved yet.');
    expect(before.text).toContain('Nothing is sealed yet.');
    expect(text).toContain('They were proved on November 20, 2026 at 9:30 AM UTC: everything held.');
    const books = await core.app.queries.ledger.findProof(await site.person('finn'));
    expect(text).toContain(`Sealed up to number ${books?.head?.number}`);
    expect(text).toContain(must(books?.head?.hash, 'hash'));
  });

  it('are proved again at once when somebody asks, by a worker', async () => {
    const { core } = site;
    core.clock.set('2026-11-20T11:00:00Z');
    await prove();
    const untouched = await look();
    const finn = await site.signIn('finn');

    const asked = await finn.post('/activity/proof');
    const enqueued = core.queue.take('prove-ledger');
    const waiting = await look();
    core.clock.set('2026-11-20T11:01:00Z');
    await prove();
    const after = await look();

    expect(untouched.text).toContain('proved on November 20, 2026 at 9:30 AM UTC');
    expect(asked).toMatchObject({ status: 303, location: '/activity?said=asked' });
    expect(enqueued).toEqual(['all']);
    expect(waiting.text).toContain('Somebody asked for a proof on November 20, 2026 at 11:00 AM UTC.');
    expect(waiting.text).not.toContain('action="/activity/proof"');
    expect(after.text).toContain('proved on November 20, 2026 at 11:01 AM UTC: everything held.');
    expect(after.text).toContain('action="/activity/proof"');
  });

  it('say what did not hold, and that a result is not signed', async () => {
    const broken = JSON.stringify([{ name: 'balances equal postings', broken: ['account 1'] }]);
    await database.owner.updateTable('last_proof').set({ broken }).execute();

    const { text } = await look();

    expect(text).toContain('this did not hold: balances equal postings.');
    expect(text).toContain('This result is not signed by Largesse');
  });
});
