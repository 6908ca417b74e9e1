import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { headerXml, rowXml, SHEET_END, SHEET_START, STYLES_XML } from './sheet-xml.ts';
import type { TableFile } from './table-file.ts';

/** As many rows as a sheet can have. */
const MOST_ROWS = 1_048_576;
const ROWS_AT_ONCE = 200;

/** A table as a workbook, written while its rows are read. Where there are more than a sheet holds, another one goes on. */
export function xlsxStream<Row>(table: TableFile<Row>, mostRows = MOST_ROWS): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const rows = iterate(table.rows);
  writeParts(zip, output, table, { rows, mostRows }).catch((fault: unknown) => {
    output.destroy(fault instanceof Error ? fault : new Error('the workbook could not be written'));
  });
  output.once('close', () => void rows.return?.());
  return output;
}

type Rows<Row> = { rows: AsyncIterator<Row>; mostRows: number };

async function writeParts<Row>(
  zip: ZipFile,
  output: Readable,
  { name, columns }: TableFile<Row>,
  { rows, mostRows }: Rows<Row>,
): Promise<void> {
  let sheets = 0;
  let next = await rows.next();
  do {
    sheets += 1;
    const sheet = Readable.from(sheetChunks());
    const written = once(sheet, 'end');
    sheet.once('error', (fault) => output.destroy(fault));
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`);
    await written;
  } while (!next.done);
  for (const [path, xml] of Object.entries(partsOf(name, sheets))) zip.addBuffer(Buffer.from(xml), path);
  zip.end();

  async function* sheetChunks(): AsyncGenerator<string> {
    let xml = SHEET_START + headerXml(columns.map(({ label }) => label));
    for (let row = 1; row < mostRows && !next.done; row += 1) {
      const { value } = next;
      xml += rowXml(
        columns.map(({ cell }) => cell(value)),
        row + 1,
      );
      next = await rows.next();
      if (row % ROWS_AT_ONCE > 0) continue;
      yield xml;
      xml = '';
    }
    yield xml + SHEET_END;
  }
}

async function* iterate<Row>(rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<Row, void> {
  yield* rows;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What makes a workbook of the sheets. */
function partsOf(name: string, sheets: number): Record<string, string> {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  function each(xmlOf: (number: number) => string): string {
    return numbers.map(xmlOf).join('');
  }
  return {
    'xl/styles.xml': STYLES_XML,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((number) => `<sheet name="${sheetName(name, number)}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each((number) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${each((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPE}.worksheet+xml"/>`)}</Types>`,
  };
}

/** Our own names: letters, digits and dashes. Excel takes 31 characters. */
function sheetName(name: string, number: number): string {
  const end = number === 1 ? '' : ` ${number}`;
  return name.slice(0, 31 - end.length) + end;
}
