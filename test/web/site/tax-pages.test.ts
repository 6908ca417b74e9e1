import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaxReport } from '#src/app.ts';
import { createWords } from '#src/words/words.ts';
import { taxLinesFile } from '#src/web/export/tax-files.ts';
import { xlsxStream } from '#src/web/export/xlsx-stream.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { giveToBeTaxed } from '#test/helpers/taxed-company.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const NOVEMBER = '/tax?day=2026-11-01';
const SETTING = { basis: 'issue', pay: 'month', anchor: '', since: '2026-11-16', reason: 'new payroll' };

let site: Site;
let finn: Visitor;
let priya: Visitor;
beforeAll(async () => {
  site = await openSite(database.db);
  await giveToBeTaxed(site);
  finn = await site.signIn('finn');
  priya = await site.signIn('priya');
}, 120_000);

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]+>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll('&#39;', '’');
}

function rowsOf(csv: string): string[][] {
  return parse(csv, { bom: true });
}

async function november(): Promise<TaxReport> {
  const days = { from: '2026-11-01', to: '2026-11-16' };
  const report = await site.core.app.queries.report.tax(operatorOf(site.company.organization.id), days);
  if (!report) throw new Error('no report');
  return report;
}

describe('the tax page', () => {
  it('says what payroll adds, what to look at, and what it does not know', async () => {
    const { status, text } = await priya.get(NOVEMBER);
    const shown = textOf(text);

    expect(status).toBe(200);
    expect(shown).toContain('CA$85.00 and $45.50 to tax');
    expect(shown).toContain('€45.00 of €50.00 this month');
    expect(shown).toContain('CA$500.00 of CA$500.00 this year');
    expect(shown).toContain('We know no rule for gifts in France to 1 person: Luc Petit. Ask your adviser.');
    expect(shown).toContain('We do not know the country of 1 person: Mallory Quint.');
    expect(shown).toContain('1 person has something to tax and no employee number: Bob Olsen.');
    expect(shown).toContain('So far: up to');
  });

  it('corrects what came back in its own pay period, and leaves the earlier one as it was', async () => {
    const [october, later] = [await priya.get('/tax?day=2026-10-05'), await priya.get(NOVEMBER)];

    expect(textOf(october.text)).toContain('$40.00 to tax in October 2026');
    expect(textOf(later.text)).toContain('Correction · US: wages 1 −$40.00');
  });

  it('says how things stood on a past day', async () => {
    const { text } = await priya.get(`${NOVEMBER}&at=2026-11-03`);

    expect(textOf(text)).toContain('$85.50 to tax');
    expect(textOf(text)).not.toContain('Correction ·');
  });

  it('adds up what guests got in the US in a year, against the threshold of that year', async () => {
    const { text } = await priya.get(NOVEMBER);
    const rows = rowsOf((await priya.get('/tax/1099.csv?year=2026')).text);

    expect(textOf(text)).toContain('In 2026 it is reported from $2,000.00 on.');
    expect(rows[1]).toEqual(['Gus Contractor', 'gus@example.com', '2200.00', 'USD', '2000.00', 'yes']);
    expect(textOf((await priya.get('/tax?year=2025')).text)).toContain('reported from $600.00 on');
  });

  it('reads for that no gift to anybody else, and finds the same', async () => {
    const operator = operatorOf(site.company.organization.id);
    const days = { from: '2026-01-01', to: '2026-11-16' };

    const everybody = await site.core.app.queries.report.tax(operator, days);
    const guests = await site.core.app.queries.report.tax(operator, days, 'guest');

    expect(new Set(everybody?.lines.map(({ recipient }) => recipient))).toEqual(
      new Set(['employee', 'guest']),
    );
    expect(guests?.lines).toEqual(everybody?.lines.filter(({ recipient }) => recipient === 'guest'));
  });

  it('keeps Canada’s log with none of its six things empty', async () => {
    const [header, ...rows] = rowsOf((await priya.get('/tax/canada.csv?day=2026-11-01')).text);

    expect(header).toEqual(['Employee', 'Date', 'Reason', 'Type', 'Amount', 'Currency', 'Retailers']);
    expect(rows.map(([name, , reason, , amount]) => [name, reason, amount])).toEqual([
      ['Noah Tremblay', 'birthday', '300.00'],
      ['Noah Tremblay', 'happy holidays', '250.00'],
      ['Noah Tremblay', 'for the release', '35.00'],
    ]);
    expect(rows.flat().every((cell) => cell.trim() !== '')).toBe(true);
  });

  it('gives payroll a plain file, which another library reads as the page has it', async () => {
    const { headers, text } = await priya.get(
      '/tax/payroll.csv?day=2026-11-01&map=plain&bom=no&separator=comma',
    );
    const [header, ...rows] = parse(text) as string[][];

    expect(headers.get('content-disposition')).toContain('payroll-2026-11-01-2026-11-16.csv');
    expect(header?.slice(0, 5)).toEqual(['Employee number', 'Name', 'Department', 'Country', 'Taxable']);
    expect(rows.map((row) => [row[0], row[1], row[4], row[5]])).toEqual([
      ['00117', 'Alice Ito', '-14.50', 'USD'],
      ['', 'Bob Olsen', '60.00', 'USD'],
      ['T-2', 'Noah Tremblay', '85.00', 'CAD'],
    ]);
  });

  it('has the same in a workbook as in the CSV file', async () => {
    const report = await november();
    const words = createWords();
    const csv = rowsOf((await priya.get('/tax/lines.csv?day=2026-11-01')).text);
    const workbook = new ExcelJS.Workbook();
    const bytes = await buffer(Readable.from(xlsxStream(taxLinesFile(words, report))));
    await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
    const sheet = workbook.worksheets[0];

    const cells = csv.map((row, at) => row.map((_, column) => sheet?.getCell(at + 1, column + 1).value));
    const texts = cells.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : (cell ?? ''))));
    const numbers = csv.map((row, at) =>
      row.map((cell, column) => (typeof texts[at]?.[column] === 'number' ? Number(cell) : cell)),
    );
    expect(csv.length).toBe(report.lines.length + 1);
    expect(texts).toEqual(numbers);
  });

  it('refuses a file for ADP until somebody says its codes, and calls it then as ADP does', async () => {
    const map = { name: 'ADP paydata', fileName: 'EPI' };
    const before = await finn.get('/tax/payroll.csv?map=ADP%20paydata');
    const phone = await enrol(site.core, await site.person('finn'));
    await finn.post('/second-factor/code', { code: phone.shows() });
    const fields = {
      ...map,
      header1: 'Co Code',
      field1: 'text',
      text1: 'A1Z',
      header2: 'Batch ID',
      field2: 'text',
      text2: 'GIFTS',
      header3: 'File #',
      field3: 'employeeNumber',
      header4: 'Earnings 3 Code',
      field4: 'text',
      text4: 'GIFT',
      header5: 'Earnings 3 Amount',
      field5: 'wages',
    };
    const wrong = await finn.post('/tax/maps', fields);
    const saved = await finn.post('/tax/maps', { ...fields, text4: 'G' });
    const { headers, text } = await priya.get('/tax/payroll.csv?day=2026-11-01&map=adp%20PAYDATA&bom=no');

    expect(before.location).toBe('/tax?said=unfilled');
    expect(textOf(wrong.text)).toContain('ADP takes one or two characters for “Earnings 3 Code”.');
    expect(saved.location).toBe('/tax?said=map');
    expect(headers.get('content-disposition')).toContain('"EPIA1Z01.csv"');
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      'Co Code,Batch ID,File #,Earnings 3 Code,Earnings 3 Amount',
      'A1Z,GIFTS,00117,G,-14.50',
    ]);
    expect((await finn.post('/tax/maps/remove', map)).location).toBe('/tax?said=removed');
  });

  it('lets finance say when gifts count, with a reason, and never for days that are over', async () => {
    const noReason = await finn.post('/tax/settings', { ...SETTING, reason: ' ' });
    const set = await finn.post('/tax/settings', SETTING);
    const past = await finn.post('/tax/settings', { ...SETTING, since: '2026-11-15' });
    const later = await finn.post('/tax/settings', { ...SETTING, basis: 'redemption', since: '2026-12-01' });
    const { text } = await finn.get('/activity');

    expect(noReason.status).toBe(400);
    expect(set.location).toBe('/tax?said=set&since=2026-11-16');
    expect(textOf(past.text)).toContain('Choose 2026-11-16 or a later day.');
    expect(later.status).toBe(303);
    expect(textOf(text)).toContain('Tax settings set');
  });

  it('lets HR read and not set', async () => {
    const { text } = await priya.get('/tax');

    expect(text).not.toContain('/tax/settings');
    expect((await priya.post('/tax/settings', SETTING)).status).toBe(403);
    expect((await (await site.signIn('morgan')).get('/tax')).status).toBe(403);
  });
});
