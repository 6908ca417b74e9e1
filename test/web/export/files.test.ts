import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { csvChunks } from '#src/web/export/csv-chunks.ts';
import { instantCell, numberCell, type TableFile, textCell } from '#src/web/export/table-file.ts';
import { xlsxStream } from '#src/web/export/xlsx-stream.ts';

type Row = { text: string; decimal: string; day: string; at: Date };

const ROW: Row = {
  text: 'Köln',
  decimal: '-5.00',
  day: '2026-11-23',
  at: new Date('2026-11-23T23:59:30Z'),
};

function tableOf(rows: readonly Partial<Row>[]): TableFile<Row> {
  return {
    name: 'spend-by-department-2026-11-01-2026-11-30',
    columns: [
      { label: 'Text', cell: ({ text }) => textCell(text) },
      { label: 'Amount', cell: ({ decimal }) => numberCell(decimal) },
      { label: 'Day', cell: ({ day }) => ({ kind: 'day', day }) },
      { label: 'At', cell: ({ at }) => instantCell(at) },
    ],
    rows: rows.map((row) => ({ ...ROW, ...row })),
  };
}

async function readXlsx(rows: readonly Partial<Row>[], mostRows?: number): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  const bytes = await buffer(xlsxStream(tableOf(rows), mostRows));
  // Its types know the buffers of an older Node.
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook;
}

async function csvOf(
  rows: readonly Partial<Row>[],
  look: { delimiter: ',' | ';'; hasMark: boolean } = { delimiter: ',', hasMark: true },
): Promise<string> {
  return text(Readable.from(csvChunks(tableOf(rows), look)));
}

/** What makes Excel do something else than show the text. */
const TRAPS = [
  '=1+1',
  '@SUM(A1)',
  '+1',
  '-A1',
  '\tafter a tab',
  '\rafter a return',
  '＝1+1',
  ' =1+1',
  '00123',
  '1e5',
  '3-4',
  'a, "b"; c\r\nd',
  '👩‍🚀 <b>&amp;</b>',
];

describe('a workbook', () => {
  it.each(TRAPS.map((text) => [JSON.stringify(text), text]))(
    'has %s as the text that it is',
    async (_, text) => {
      const sheet = (await readXlsx([{ text }])).worksheets[0];

      expect(sheet?.getCell('A2').type).toBe(ExcelJS.ValueType.String);
      expect(sheet?.getCell('A2').value).toBe(text);
    },
  );

  it('writes what looks like a character by its number so that Excel takes it for text', async () => {
    const sheet = (await readXlsx([{ text: '_x000D_' }])).worksheets[0];

    // Its reader, unlike Excel, leaves this as it is written.
    expect(sheet?.getCell('A2').value).toBe('_x005F_x000D_');
  });

  it('has numbers, days and instants that can be reckoned with', async () => {
    const sheet = (await readXlsx([{}, { decimal: '1234567890123.45' }])).worksheets[0];

    expect(sheet?.getCell('B2').value).toBe(-5);
    expect(sheet?.getCell('B2').numFmt).toBe('#,##0.00');
    expect(sheet?.getCell('B3').value).toBe(1_234_567_890_123.45);
    expect(sheet?.getCell('C2').value).toEqual(new Date('2026-11-23T00:00:00Z'));
    expect(sheet?.getCell('D2').value).toEqual(ROW.at);
  });

  it('keeps the first row in sight', async () => {
    const sheet = (await readXlsx([{}])).worksheets[0];

    expect(sheet?.getRow(1).values).toEqual([undefined, 'Text', 'Amount', 'Day', 'At']);
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  });

  it('leaves out what no workbook can hold, and cuts what Excel would not open', async () => {
    const sheet = (await readXlsx([{ text: 'a\0b\u0007c\uD800d\uFFFE' }, { text: '👍'.repeat(20_000) }]))
      .worksheets[0];

    expect(sheet?.getCell('A2').value).toBe('abcd');
    expect(sheet?.getCell('A3').value).toBe('👍'.repeat(16_383));
  });

  it('goes on in another sheet where one is full', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({ text: `row ${index}` }));

    const { worksheets } = await readXlsx(rows, 4);

    expect(worksheets.map(({ name }) => name)).toEqual([
      'spend-by-department-2026-11-01-',
      'spend-by-department-2026-11-0 2',
      'spend-by-department-2026-11-0 3',
    ]);
    expect(worksheets.map((sheet) => sheet.getColumn(1).values.slice(2))).toEqual([
      ['row 0', 'row 1', 'row 2'],
      ['row 3', 'row 4', 'row 5'],
      ['row 6'],
    ]);
  });

  it('is there with its first row alone where nothing was found', async () => {
    const { worksheets } = await readXlsx([]);

    expect(worksheets.map(({ rowCount }) => rowCount)).toEqual([1]);
  });

  it('stops reading rows when nobody takes it any more', async () => {
    let isOver = false;
    async function* endless(): AsyncGenerator<Row, void> {
      try {
        while (true) yield ROW;
      } finally {
        isOver = true;
      }
    }
    const stream = xlsxStream({ ...tableOf([]), rows: endless() });
    await new Promise((resolve) => stream.once('data', resolve));

    stream.destroy();
    await expect.poll(() => isOver).toBe(true);
  });

  it('breaks off where a row cannot be read', async () => {
    async function* broken(): AsyncGenerator<Row, void> {
      yield ROW;
      throw new Error('the database is gone');
    }

    const read = buffer(xlsxStream({ ...tableOf([]), rows: broken() }));

    await expect(read).rejects.toThrow('the database is gone');
  });
});

describe('a CSV file', () => {
  it('begins with the mark that Excel looks for, unless it is not wanted', async () => {
    expect(await csvOf([])).toBe('\uFEFFText,Amount,Day,At\r\n');
    expect(await csvOf([], { delimiter: ';', hasMark: false })).toBe('Text;Amount;Day;At\r\n');
  });

  it('has amounts, days and instants as they are', async () => {
    expect((await csvOf([{}])).split('\r\n')[1]).toBe('Köln,-5.00,2026-11-23,2026-11-23T23:59:30.000Z');
  });

  it.each([',', ';'] as const)(
    'can be read again, parted by %s, with formulas as texts',
    async (delimiter) => {
      const csv = await csvOf(
        TRAPS.map((text) => ({ text })),
        { delimiter, hasMark: true },
      );

      const read: string[][] = parse(csv, { bom: true, delimiter, from: 2 });

      const formulas = new Set([
        '=1+1',
        '@SUM(A1)',
        '+1',
        '-A1',
        '＝1+1',
        ' =1+1',
        '\tafter a tab',
        '\rafter a return',
      ]);
      expect(read.map(([text]) => text)).toEqual(
        TRAPS.map((text) => (formulas.has(text) ? `'${text}` : text)),
      );
    },
  );

  it('holds long texts whole, and nothing of a NUL', async () => {
    const [row] = parse(await csvOf([{ text: `${'x'.repeat(40_000)}\0` }]), {
      bom: true,
      from: 2,
    }) as string[][];

    expect(row?.[0]).toBe('x'.repeat(40_000));
  });
});
