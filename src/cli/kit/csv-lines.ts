import { csvChunks } from '#src/web/export/csv-chunks.ts';
import type { TableFile } from '#src/web/export/table-file.ts';

/** A file as a command prints it: some lines at a time, each with its end, for programs and not for one country. */
export function csvLines<Row>(file: TableFile<Row>): AsyncIterable<string> {
  return csvChunks(file, { delimiter: ',', hasMark: false });
}
