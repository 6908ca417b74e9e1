import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStockFile, type StockDefaults } from '#src/domain/reward/read-stock-file.ts';
import { readCsv } from '#src/kit/read-csv.ts';

const AT = { now: new Date('2026-11-29T12:00:00Z'), timeZone: 'Europe/Berlin' };

function read(text: string | Uint8Array, defaults: Partial<StockDefaults> = {}) {
  const csv = readCsv(typeof text === 'string' ? Buffer.from(text) : text);
  if (!csv.ok) return { rows: [], problems: [{ line: csv.line, field: 'file', why: csv.why }], ignored: [] };
  return readStockFile(csv.rows, { product: 'Cinema', value: '25', currency: 'EUR', ...defaults }, AT);
}

function codesOf(text: string | Uint8Array, defaults: Partial<StockDefaults> = {}) {
  return read(text, defaults).rows.map(({ code }) => code.reveal());
}

function troublesOf(text: string | Uint8Array, defaults: Partial<StockDefaults> = {}) {
  return read(text, defaults).problems.map(({ line, field, why }) => `${line} ${field} ${why}`);
}

describe('a file of codes', () => {
  it.each([
    ['commas', 'Code,PIN,Value,Currency,Expires\r\nAB12-CD34,0042,25.00,EUR,2027-03-31\r\n'],
    [
      'a German Excel',
      'Gutscheincode;PIN;Wert;Währung;Gültig bis\r\nAB12-CD34;0042;25,00;EUR;31.03.2027\r\n',
    ],
    ['tabs', 'Card number\tPIN\tAmount\tCurrency\tValid until\nAB12-CD34\t0042\t€25.00\tEUR\t31/03/2027\n'],
    ['Excel’s own first line', 'sep=;\nCode;PIN;Value;Currency;Expires\nAB12-CD34;0042;25,00;EUR;31.03.2027'],
    ['a byte order mark', '\uFEFFCode,PIN,Value,Currency,Expires\nAB12-CD34,0042,25.00,EUR,2027-03-31'],
    ['a title above', 'Your order 4711\n\nCode,PIN,Value,Currency,Expires\nAB12-CD34,0042,25.00,EUR,03/2027'],
    [
      'cells that keep their zeros',
      'Code,PIN,Value,Currency,Expires\n"=""AB12-CD34""",="0042",25.00,EUR,2027-03',
    ],
    ['apostrophes that keep zeros', "Code,PIN,Value,Currency,Expires\n'AB12-CD34,'0042,25.00,EUR,31.03.2027"],
  ])('is read with %s', (_, text) => {
    const file = read(text, { value: '', currency: 'USD' });

    expect(file.problems).toEqual([]);
    expect(file.rows).toMatchObject([{ valueMinor: 2_500n, currency: 'EUR', expiresOn: '2027-03-31' }]);
    expect(file.rows[0]?.code.reveal()).toEqual({ code: 'AB12-CD34', pin: '0042' });
  });

  it.each(['utf16le', 'utf16be'] as const)('is read as %s, with a mark and without', (encoding) => {
    const text = 'Code\tValue\nAB12-CD34\t25,00\n';
    const bytes = Buffer.from(text, 'utf16le');
    const mark = Buffer.from([0xff, 0xfe]);
    if (encoding === 'utf16be') [bytes, mark].forEach((one) => one.swap16());

    for (const file of [bytes, Buffer.concat([mark, bytes])]) {
      expect(codesOf(file)).toEqual([{ code: 'AB12-CD34' }]);
    }
  });

  it.each([
    ['a rounded number', '1.23457E+15', 'rounded'],
    ['a rounded number of a German Excel', '"1,23457E+15"', 'rounded'],
    ['a rounded number without decimals', '1E+15', 'rounded'],
    ['a number with decimals', '123456.0', 'decimals'],
    ['a number with thousands', '"1,234,567"', 'decimals'],
    ['a formula', '=HYPERLINK("http://evil.example")', 'formula'],
    ['a sum', '+1+1', 'formula'],
    ['an old formula', '@SUM(A1)', 'formula'],
    ['a negative', '-12345', 'formula'],
    ['an error', '#REF!', 'spreadsheet-error'],
    ['a narrow column', '########', 'spreadsheet-error'],
    ['a month', 'Mar-25', 'date'],
    ['a day and a month', '25-Mar', 'date'],
    ['a German month', '25. Mai', 'date'],
    ['a date', '2027-03-01', 'date'],
    ['a yes', 'TRUE', 'not-a-code'],
    ['nothing of a database', 'NULL', 'not-a-code'],
    ['a Cyrillic letter', 'АB12-CD34', 'not-a-code'],
    ['something unseen', 'AB12\u200B-CD34', 'not-a-code'],
    ['too little', 'AB1', 'too-short'],
    ['too much', 'A'.repeat(301), 'too-long'],
  ])('with %s is refused', (_, cell, why) => {
    expect(troublesOf(`code,value\nAB12-CD34,25\n${cell},25\n`)).toEqual([`3 code ${why}`]);
  });

  it('takes what only looks like it', () => {
    const codes = [
      '12E5',
      '1234 5678 9012 3456',
      'MARCH25X',
      'https://shop.example/r/Ab-9_x?k=1',
      'A+B=C/D',
      '20270399',
    ];
    expect(codesOf(['code', ...codes].join('\n'), { lengthsDiffer: true })).toEqual(
      codes.map((code) => ({ code })),
    );
  });

  it('notices zeros that are gone, unless lengths may differ', () => {
    const text = 'code,pin\n0123456789,0001\n1123456789,1234\n123456788,42\n';

    expect(troublesOf(text)).toEqual(['4 code lost-zeros', '4 pin lost-zeros']);
    expect(troublesOf(text.replace('42', '421'))).toEqual(['4 code lost-zeros', '4 pin lost-zeros']);
    expect(troublesOf(text.replace('42', '421'), { lengthsDiffer: true })).toEqual([]);
  });

  it('notices long numbers whose ends are gone, and no others', () => {
    expect(troublesOf('code\n1234567890123450000\n')).toEqual(['2 code lost-end']);
    expect(troublesOf('code\n1234567890123450\n2234567890123450\n3234567890123450\n')).toEqual([
      '2 code lost-end',
      '3 code lost-end',
      '4 code lost-end',
    ]);
    expect(troublesOf('code\n1234567890123450\n2234567890123451\n3234567890123450\n')).toEqual([]);
  });

  it('notices the same code twice, however it is written', () => {
    expect(read('code\nAB12-CD34\nXY12-CD34\nab12 cd34\n').problems).toEqual([
      { line: 4, field: 'code', why: 'repeated', other: '2' },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['no header', 'AB12-CD34\nXY12-CD34\n', ['1 code no-code-column']],
    ['nothing', '', ['1 code no-rows']],
    ['only a header', 'code,pin\n', ['1 file no-rows']],
    ['two columns of codes', 'code,card number\nAB12-CD34,1234567\n', ['1 code two-columns']],
    ['more cells than its header', 'code,value\nAB12-CD34,25,00\n', ['2 file other-length']],
    ['no value', 'code,value\nAB12-CD34,\n', ['2 value no-value']],
    ['nothing for a value', 'code,value\nAB12-CD34,0\n', ['2 value bad-value']],
    ['words for a value', 'code,value\nAB12-CD34,many\n', ['2 value bad-value']],
    ['another currency in its value', 'code,value\nAB12-CD34,25 USD\n', ['2 value bad-currency']],
    ['no such currency', 'code,currency\nAB12-CD34,XYZ\n', ['2 currency bad-currency']],
    ['no date', 'code,expires\nAB12-CD34,soon\n', ['2 expires bad-day']],
    ['no such date', 'code,expires\nAB12-CD34,2027-02-31\n', ['2 expires bad-day']],
    ['a date that may be two', 'code,expires\nAB12-CD34,03/04/2027\n', ['2 expires unclear-day']],
    ['a day that is over', 'code,expires\nAB12-CD34,2026-11-28\n', ['2 expires expired']],
    ['a total', 'code,value\nAB12-CD34,25\nTotal,25\n,25\n', ['4 code empty']],
  ])('with %s says so', (what, text, troubles) => {
    expect(troublesOf(text, what === 'no value' ? { value: '' } : {})).toEqual(troubles);
  });

  it('in another encoding says so', () => {
    expect(troublesOf(Buffer.from('code;W\xe4hrung\nAB12-CD34;EUR\n', 'latin1'))).toEqual([
      '1 file encoding',
    ]);
    expect(troublesOf(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 8]))).toEqual(['1 file encoding']);
  });

  it('reads a date by the others of the file, or as it is told', () => {
    const text = 'code,expires\nAB12-CD34,03/04/2027\nXY12-CD34,31/12/2027\n';
    expect(read(text).rows.map(({ expiresOn }) => expiresOn)).toEqual(['2027-04-03', '2027-12-31']);
    const alone = 'code,expires\nAB12-CD34,03/04/2027\n';
    expect(read(alone, { dayOrder: 'mdy' }).rows[0]?.expiresOn).toBe('2027-03-04');
  });

  it('takes a code that expires today where its organization is', () => {
    expect(troublesOf('code,expires\nAB12-CD34,2026-11-29\n')).toEqual([]);
  });

  it('says of columns that it does not read where they are, and not what they are called', () => {
    expect(read('code,SECRET-CODE-9,serial\nAB12-CD34,x,1\n').ignored).toEqual([2, 3]);
  });

  it('never says what stands in it', () => {
    const cells = fc.constantFrom(
      'code',
      'SECRET-1',
      '"SEC,RET"',
      '=SECRET',
      'SECRET\u200B',
      '1.2E+9',
      '25',
      '',
      '\n',
      'pin',
      'expires',
      '"',
      ';',
    );
    fc.assert(
      fc.property(fc.array(fc.array(cells, { maxLength: 5 }), { maxLength: 6 }), (rows) => {
        const file = read(rows.map((row) => row.join(',')).join('\n'));
        expect(JSON.stringify(file.problems)).not.toMatch(/SEC/u);
        expect(
          JSON.stringify(file.rows, (_, value: unknown) => (typeof value === 'bigint' ? '' : value)),
        ).not.toMatch(/SEC/u);
      }),
    );
  });
});
