import { describe, expect, it } from 'vitest';
import { columnsOf, headerKey, readHeader } from '#src/domain/kit/headers.ts';

describe('a header', () => {
  it.each([
    ['E-Mail', 'email'],
    ['  WORK_email ', 'workemail'],
    ['Cost centre', 'costcentre'],
    ['Amount [required]', 'amount'],
    ['[1] Amount [required] [EUR]', 'amount'],
    ['[] Amount', 'amount'],
    ['Value (Number Only)', 'valuenumberonly'],
    ['Manager’s Email', 'managersemail'],
    ['Employee #', 'employeenumber'],
    ['№ 5#', 'no5number'],
    ['Empfänger', 'empfaenger'],
    ['Größe für Österreich', 'groessefueroesterreich'],
    ['ÜBERSCHÄR', 'ueberschaer'],
    ['Ｅｍａｉｌ', 'email'],
    ['メール', 'メール'],
    [' – ', ''],
    ['', ''],
  ])('“%s” is compared as “%s”', (header, key) => {
    expect(headerKey(header)).toBe(key);
  });
});

const ALIASES = {
  amount: ['amount', 'giftvalue', 'value'],
  person: ['recipient', 'to'],
};
type Field = keyof typeof ALIASES;

function read(headers: string[], said: [string, Field | null][] = []) {
  return readHeader(headers, ALIASES, new Map(said));
}

/** Columns as `place field rank`. */
function columnsIn({ columns }: ReturnType<typeof read>): string[] {
  return columns.map(({ at, field, rank }) => `${at} ${field} ${rank}`);
}

describe('the header of a file', () => {
  it('says what each column means and how well it does', () => {
    const header = read(['To', 'Gift value', 'AMOUNT']);

    expect(header).toEqual({
      columns: [
        { at: 0, header: 'To', field: 'person', rank: 1 },
        { at: 1, header: 'Gift value', field: 'amount', rank: 1 },
        { at: 2, header: 'AMOUNT', field: 'amount', rank: 0 },
      ],
      unknown: [],
      repeated: [],
    });
  });

  it('leaves out columns without a header', () => {
    expect(read(['', 'To', ' ', '--'])).toEqual({
      columns: [{ at: 1, header: 'To', field: 'person', rank: 1 }],
      unknown: [],
      repeated: [],
    });
  });

  it('is understood without what stands in brackets, if not with it', () => {
    expect(columnsIn(read(['Value (Number Only)', 'Amount (EUR) (gross)', 'To ()']))).toEqual([
      '0 amount 2',
      '1 amount 0',
      '2 person 1',
    ]);
    expect(
      readHeader(['Value (net)'], { amount: ['value'], net: ['valuenet'] }, new Map()).columns,
    ).toMatchObject([{ field: 'net' }]);
  });

  it('names what nobody has explained', () => {
    expect(read(['Colour', 'To', 'Size'])).toMatchObject({
      unknown: [
        { at: 0, header: 'Colour' },
        { at: 2, header: 'Size' },
      ],
      repeated: [],
    });
  });

  it('means what the organization said, before all else', () => {
    const header = read(
      ['Wert', 'To', 'Value'],
      [
        ['wert', 'amount'],
        ['to', 'amount'],
      ],
    );

    expect(columnsIn(header)).toEqual(['0 amount -1', '1 amount -1', '2 amount 2']);
    expect(header.unknown).toEqual([]);
  });

  it('means nothing where the organization said so', () => {
    expect(
      read(
        ['To', 'Colour', 'Amount', 'To'],
        [
          ['to', null],
          ['colour', null],
        ],
      ),
    ).toEqual({
      columns: [{ at: 2, header: 'Amount', field: 'amount', rank: 0 }],
      unknown: [],
      repeated: [],
    });
  });

  it('names headers that are there twice, if anything is read from them', () => {
    expect(read(['To', 'Colour', 'to', 'colour', 'TO']).repeated).toEqual(['to', 'TO']);
    expect(read(['Wert', 'Wert'], [['wert', 'amount']]).repeated).toEqual(['Wert']);
    expect(read(['Value (a)', 'Value (a)', 'Value (b)']).repeated).toEqual(['Value (a)']);
  });
});

describe('the columns of a field', () => {
  it('are told the best first, and equal ones from left to right', () => {
    const header = read(['Value', 'To', 'Amount', 'Value (b)', 'Wert', 'Value (c)'], [['wert', 'amount']]);

    expect(columnsOf(header, 'amount').map((column) => column.header)).toEqual([
      'Wert',
      'Amount',
      'Value',
      'Value (b)',
      'Value (c)',
    ]);
    expect(columnsOf(header, 'person').map(({ at }) => at)).toEqual([1]);
    expect(columnsOf(read(['To']), 'amount')).toEqual([]);
  });
});
