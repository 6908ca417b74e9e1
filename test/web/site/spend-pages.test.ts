import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { formatCode } from '#src/domain/gift/code-format.ts';
import { personRow } from '#test/helpers/company.ts';
import { addShop, asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { leaseDelivery, recordDelivery } from '#test/helpers/sendings.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let hr: Visitor;
let finance: Visitor;
const gifts = { redeemed: '', open: '', waiting: '' };
let code = '';

/** A month in which Morgan gave five gifts, one of which was undone and one waits, and a month before with one. */
beforeAll(async () => {
  site = await openSite(database.db);
  const { core, company } = site;
  const { id: organizationId, currency } = company.organization;
  await core.app.people.import(company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
    personRow('Ada Stone', 'Engineering', 'approver'),
    { ...personRow('Alice Ito', 'Engineering'), region: 'Berlin' },
  ]);
  const scope = { organizationId, departmentId: null, currency };
  await core.app.budget.setRules({ scope, rules: { approvalOverMinor: 10_000n }, actorId: null });
  core.clock.set('2026-10-20T10:00:00Z');
  await company.setBudget('Engineering', 100_000n);
  await company.give('morgan', 'bob', '40', { message: 'for October' });
  core.clock.set('2026-11-16T10:00:00Z');
  gifts.redeemed = await give('alice', '25', '=HYPERLINK("http://evil.example")');
  code = formatCode(await company.codeOf(gifts.redeemed, 'alice'));
  await company.redeem('alice', code);
  gifts.open = await give('alice', '10', 'for the <b>launch</b>');
  await deliver(gifts.open);
  await give('bob', '5', 'for help');
  const undone = await company.give('morgan', 'bob', '7');
  await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId: undone.id } });
  await company.give('morgan', 'bob', '150', { message: 'for a year of on-call' });
  gifts.waiting = await giftOf('150.00');
  await company.give('dana', 'mallory', '3');
  const shop = await addShop(core, company, { name: 'Canteen' });
  const { id } = valueOf(await buy(core, company, { shop, amountMinor: 1_500n }));
  valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'a' }));
  [hr, finance] = [await site.signIn('priya'), await site.signIn('finn')];
});

async function give(to: string, amount: string, message: string): Promise<string> {
  const { gifts: given } = await site.company.give('morgan', to, amount, { message });
  return must(given[0], 'gift').giftId;
}

async function giftOf(amount: string): Promise<string> {
  const { id } = await site.core.db
    .selectFrom('gift')
    .select('id')
    .where('amount_minor', '=', BigInt(amount.replace('.', '')))
    .executeTakeFirstOrThrow();
  return id;
}

async function deliver(giftId: string): Promise<void> {
  const leased = await leaseDelivery(site.core.app, giftId);
  if (leased.kind !== 'send') throw new Error(`there is nothing to send: ${leased.kind}`);
  await recordDelivery(site.core.app, leased.toSend, { status: 'sent', messageId: 'm' });
}

/** The cells of a table's rows, as text. */
function rowsOf({ text }: { text: string }, table = 0): string[][] {
  const body = must(text.split('<tbody>')[table + 1], 'table').split('</tbody>')[0] ?? '';
  return body
    .split('<tr')
    .slice(1)
    .map((row) =>
      row
        .split('<td')
        .slice(1)
        .map((cell) => textOf(`<td${cell}`)),
    );
}

function textOf(html: string): string {
  return html
    .replaceAll(/<span class="sub">/gu, ' | ')
    .replaceAll(/<[^>]+>/gu, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

function headingOf({ text }: { text: string }): string {
  return textOf(/<h1[^>]*>(.*?)<\/h1>/su.exec(text)?.[1] ?? '');
}

describe('the spend page', () => {
  it('says first what was given, then compares it, then tells departments apart', async () => {
    const page = await hr.get('/spend');

    expect(headingOf(page)).toBe('$50.00 given in November 2026');
    expect(page.text).toContain('25 % more than in October 2026: $40.00.');
    expect(rowsOf(page)).toEqual([
      [
        'Total',
        '$1,200.00',
        '$200.00 | before $40.00',
        '$50.00 | before $40.00',
        '$10.00',
        '$25.00',
        '$15.00',
        '$7.00',
        '$1,007.00',
      ],
      [
        'Engineering',
        '$1,000.00',
        '$197.00 | before $40.00',
        '$47.00 | before $40.00',
        '$10.00',
        '$25.00',
        '$15.00',
        '$7.00',
        '$810.00',
      ],
      ['Design', '$200.00', '$3.00', '$3.00', '$0.00', '$0.00', '$0.00', '$0.00', '$197.00'],
    ]);
  });

  it.each([
    ['giver', ['Total', 'Morgan Reyes', 'Dana Weiss']],
    ['recipient', ['Total', 'Alice Ito', 'Bob Olsen', 'Mallory Quint']],
    ['region', ['Total', 'Berlin', 'No region']],
    ['occasion', ['Total', 'No occasion']],
    ['marketplace', ['Total', 'Canteen']],
    ['month', ['Total', 'November 2026']],
  ])('has a row for each %s', async (by, names) => {
    const page = await hr.get(`/spend?by=${by}`);

    expect(rowsOf(page).map(([name]) => name)).toEqual(names);
  });

  it('adds up any days, and compares them with as many days before', async () => {
    const page = await hr.get('/spend?from=2026-10-20&to=2026-10-20');

    expect(headingOf(page)).toBe('$40.00 given on October 20, 2026');
    expect(page.text).toContain('There was nothing on October 19, 2026 to compare it with.');
  });

  it('is sorted by links, and says how', async () => {
    const page = await hr.get('/spend?by=recipient&sort=name');

    expect(rowsOf(page).map(([name]) => name)).toEqual(['Total', 'Alice Ito', 'Bob Olsen', 'Mallory Quint']);
    expect(page.text).toContain(
      '<th scope="col" aria-sort="ascending"><a href="/spend?range=this-month&amp;by=recipient&amp;sort=name">',
    );
  });

  it('shows a manager their own department, and only the gifts that they may see', async () => {
    const morgan = await site.signIn('morgan');

    const page = await morgan.get(`/spend?department=${(await site.company.department('Design')).id}`);
    const own = await morgan.get('/spend');
    const behind = await morgan.get('/spend/gifts?figure=given');

    expect(page.text).toContain('Nothing was asked for, given or spent on these days.');
    expect(rowsOf(own).map(([name]) => name)).toEqual(['Total', 'Engineering']);
    expect(own.text).toContain('These are the figures of Engineering, your department.');
    expect(behind.text).toContain('Only gifts that you may see are listed.');
    expect(behind.text).not.toContain('Mallory');
  });

  it('says of days that there are not that it shows others', async () => {
    for (const query of [
      'from=2026-11-31&to=2026-12-01',
      'from=2026-11-02&to=2026-11-01',
      'from=x',
      'to=0000-01-01',
    ]) {
      const page = await hr.get(`/spend?${query}`);
      expect([query, page.status, headingOf(page)]).toEqual([query, 200, '$50.00 given in November 2026']);
      expect(page.text).toContain('There are no such days');
    }
  });

  it.each([
    `by=${'x'.repeat(10_000)}`,
    'by=giver&by=month',
    'page=1e9',
    'page=NaN',
    'sort=__proto__',
    'department=1',
    'range=this-month%00',
    'from=2999-12-31&to=2999-12-31',
    'from=1970-01-01&to=2999-12-31',
  ])('takes %s for nothing worse', async (query) => {
    const page = await hr.get(`/spend?${query}`);
    const behind = await hr.get(
      `/spend/gifts?${query}&region=%00&before=9.9&giver=x&figure=spent&currency=%00`,
    );

    expect([page.status, behind.status]).toEqual([200, 200]);
  });
});

describe('the gifts behind a figure', () => {
  it.each([
    ['asked', 6],
    ['given', 5],
    ['delivered', 1],
    ['redeemed', 1],
    ['returned', 1],
  ] as const)('are those that were %s', async (figure, count) => {
    const page = await hr.get(`/spend/gifts?figure=${figure}`);

    expect(rowsOf(page)).toHaveLength(count);
  });

  it('are where each figure of the page leads, and add up to it', async () => {
    const page = await hr.get('/spend?by=recipient');
    const links = [
      ...page.text.matchAll(/<a href="(?<href>\/spend\/gifts[^"]*)">\$(?<amount>[\d.]+)<\/a>/gu),
    ];

    expect(links.length).toBeGreaterThan(5);
    for (const { groups = {} } of links) {
      const behind = await hr.get((groups['href'] ?? '').replaceAll('&amp;', '&'));
      const cents = rowsOf(behind).map((row) => Number((row.at(-1) ?? '').replaceAll(/[$.]/gu, '')));
      const sum = cents.reduce((total, one) => total + one, 0);
      expect([groups['href'], sum]).toEqual([groups['href'], Number(groups['amount']?.replace('.', ''))]);
    }
  });

  it('come in pages of fifty, none twice and none left out', async () => {
    const { company, core } = site;
    core.clock.set('2026-12-02T10:00:00Z');
    for (let index = 0; index < 51; index += 1) await company.give('dana', 'mallory', '1');
    const later = await site.signIn('priya');
    const first = await later.get('/spend/gifts?from=2026-12-01&to=2026-12-31');
    const next = /rel="next" href="(?<href>[^"]+)"/u.exec(first.text)?.groups?.['href'] ?? '';
    const second = await later.get(next.replaceAll('&amp;', '&'));
    core.clock.set('2026-11-16T10:00:00Z');
    const ids = [first, second].flatMap(({ text }) =>
      [...text.matchAll(/href="\/gifts\/([^"]+)"/gu)].map(([, id]) => id),
    );

    expect([rowsOf(first).length, rowsOf(second).length]).toEqual([50, 1]);
    expect(new Set(ids).size).toBe(51);
    expect(second.text).not.toContain('rel="next"');
  });
});

describe('the files', () => {
  async function bytesOf(path: string): Promise<Buffer> {
    const cookie = [...hr.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await site.web.request(`https://gifts.example.com${path}`, { headers: { cookie } });
    return Buffer.from(await response.arrayBuffer());
  }
  async function sheetOf(path: string): Promise<ExcelJS.Worksheet> {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await bytesOf(path)) as unknown as ExcelJS.Buffer);
    return must(workbook.worksheets[0], 'sheet');
  }

  it('have the figures of the page', async () => {
    const page = await hr.get('/spend?by=recipient');
    const csv: Record<string, string>[] = parse(
      (await bytesOf('/spend/export.csv?by=recipient')).toString(),
      {
        bom: true,
        columns: true,
      },
    );
    const sheet = await sheetOf('/spend/export.xlsx?by=recipient');

    const shown = rowsOf(page)
      .slice(1)
      .map(([name, , given, , redeemed]) => [name, given?.split(' ')[0], redeemed]);
    expect(csv.map((row) => [row['Recipient'], `$${row['Given']}`, `$${row['Redeemed']}`])).toEqual(shown);
    const given = must(sheet.getRow(1).values as string[], 'head').indexOf('Given');
    expect(sheet.getColumn(given).values.slice(2)).toEqual(
      shown.map(([, amount]) => Number(amount?.slice(1))),
    );
  });

  it('have the gifts of the list, with texts that stay texts', async () => {
    const path = '?figure=given&from=2026-11-01&to=2026-11-30';
    const page = await hr.get(`/spend/gifts${path}`);
    const csv: Record<string, string>[] = parse((await bytesOf(`/spend/gifts.csv${path}`)).toString(), {
      bom: true,
      columns: true,
    });
    const sheet = await sheetOf(`/spend/gifts.xlsx${path}`);

    const ids = [...page.text.matchAll(/href="\/gifts\/([^"]+)"/gu)].map(([, id]) => id);
    expect(csv.map((row) => row['Gift'])).toEqual(ids);
    expect(sheet.getColumn(3).values.slice(2)).toEqual(ids);
    expect(csv.map((row) => row['Message'])).toContain(`'=HYPERLINK("http://evil.example")`);
    expect(sheet.getColumn(12).values).toContain('=HYPERLINK("http://evil.example")');
    expect(csv.find((row) => row['Gift'] === gifts.redeemed)).toMatchObject({
      Day: '2026-11-16',
      Amount: '25.00',
      Status: 'Redeemed',
      Region: 'Berlin',
      'Code ends with': code.slice(-4),
    });
    expect(JSON.stringify(csv)).not.toContain(code);
  });

  it('are parted by semicolons and without a mark where one asks so', async () => {
    const plain = (await bytesOf('/spend/export.csv?separator=semicolon&bom=no')).toString();

    expect(plain.startsWith('Department;Currency;Gifts given;Asked for;')).toBe(true);
  });
});

describe('the story of a gift', () => {
  it('tells what happened in its order, and never the code', async () => {
    const page = await finance.get(`/gifts/${gifts.redeemed}`);

    expect(headingOf(page)).toBe('$25.00 from Morgan Reyes to Alice Ito');
    const steps = [...page.text.matchAll(/<\/time><p>(.*?)<\/p>/gu)].map(([, text]) => textOf(text ?? ''));
    expect(steps).toEqual([
      'Morgan Reyes asked for it, in Slack.',
      'Morgan Reyes confirmed it.',
      'It passed every check.',
      'Alice Ito was given $25.00 from Engineering’s budget.',
      'Its code was shown to its recipient.',
      'It was redeemed.',
    ]);
    expect(page.text).toContain('Engineering’s budget had $975.00 left after it.');
    expect(page.text).not.toContain(code);
    expect(page.text).not.toContain(code.replaceAll('-', ''));
  });

  it('says how it was delivered, and that what people write is text', async () => {
    const page = await hr.get(`/gifts/${gifts.open}`);

    expect(page.text).toContain('It was delivered by direct message.');
    expect(page.text).toContain('for the &lt;b&gt;launch&lt;/b&gt;');
  });

  it('tells those near the gift why it waits, and its recipient nothing of it', async () => {
    const ada = await (await site.signIn('ada')).get(`/gifts/${gifts.waiting}`);
    const bob = await (await site.signIn('bob')).get(`/gifts/${gifts.waiting}`);

    expect(ada.text).toContain('It waits for an approver.');
    expect(textOf(ada.text)).toContain('$150.00');
    expect(bob.status).toBe(404);
  });

  it('shows the ledger to finance, and neither it nor the budget to others', async () => {
    const [ofFinance, ofHr] = [
      await finance.get(`/gifts/${gifts.open}`),
      await hr.get(`/gifts/${gifts.open}`),
    ];
    const ofAlice = await (await site.signIn('alice')).get(`/gifts/${gifts.open}`);

    expect(ofFinance.text).toContain('What the ledger says');
    expect(ofFinance.text).toContain('gift.issued');
    expect([
      ofHr.text.includes('What the ledger says'),
      ofAlice.text.includes('What the ledger says'),
    ]).toEqual([false, false]);
    expect([ofHr.text.includes('left after it'), ofAlice.text.includes('left after it')]).toEqual([
      true,
      false,
    ]);
  });

  it.each(['mallory', 'dana'])('is not there for %s, who has nothing to do with it', async (who) => {
    const visitor = await site.signIn(who);

    expect((await visitor.get(`/gifts/${gifts.open}`)).status).toBe(404);
    expect((await visitor.get('/gifts/no-id')).status).toBe(404);
  });
});

describe('the liability page', () => {
  it('says what was promised and not paid out at the end of a day', async () => {
    const page = await finance.get('/liability?at=2026-11-16');

    expect(headingOf(page)).toBe('$68.00 promised and not paid out on November 16, 2026');
    expect(rowsOf(page, 0)).toEqual([
      ['Total in USD', '$58.00', '$58.00', '$0.00', '$0.00', '$0.00'],
      ['Design', '$3.00', '$3.00', '$0.00', '$0.00', '$0.00'],
      ['Engineering', '$55.00', '$55.00', '$0.00', '$0.00', '$0.00'],
    ]);
    expect(rowsOf(page, 1)[0]).toEqual(['Total in USD', '$10.00', '$10.00', '$0.00', '$0.00', '$0.00']);
  });

  it('is what it was on an earlier day, whatever came later', async () => {
    const page = await finance.get('/liability?at=2026-10-31');

    expect(headingOf(page)).toBe('$40.00 promised and not paid out on October 31, 2026');
  });

  it('says what came back, and why', async () => {
    const page = await finance.get('/liability?at=2026-11-16&from=2026-11-01&to=2026-11-30');

    expect(rowsOf(page, 2)).toEqual([['Engineering', 'Undone or voided', '1', '$7.00']]);
  });

  it('shows today instead of a day that has not begun or is none', async () => {
    for (const at of ['2026-11-17', '2026-02-30', 'x'.repeat(10_000), '%00']) {
      const page = await finance.get(`/liability?at=${at}`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('There is no such day yet. This is today.');
    }
  });

  it('is a file too, with the same sums', async () => {
    const { text } = await finance.get('/liability/export.csv?at=2026-11-16');

    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(rows.map((row) => [row['What'], row['Department'], row['Total']])).toEqual([
      ['Given, not redeemed', 'Design', '3.00'],
      ['Given, not redeemed', 'Engineering', '55.00'],
      ['Redeemed, not spent', 'Engineering', '10.00'],
    ]);
  });
});
