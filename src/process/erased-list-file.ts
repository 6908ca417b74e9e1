import { appendFile, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ErasedEntry, ErasedList } from '#src/ports/erased-list.ts';

const Line = z.object({
  organizationId: z.uuid(),
  personId: z.uuid(),
  erasedAt: z.iso.datetime({ offset: true }),
});

/** A line of the list that cannot be read. */
export class BadErasedList extends Error {
  override readonly name = 'BadErasedList';
}

/** Appends a line for each erased person to a file: ids alone, one JSON object a line. A file that is not there yet has nobody. */
export function erasedListFile(path: string): ErasedList {
  return {
    add: ({ organizationId, personId, erasedAt }) =>
      appendFile(path, `${JSON.stringify({ organizationId, personId, erasedAt })}\n`, {
        mode: 0o640,
        flush: true,
      }),
    async read() {
      const text = await readFile(path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
        if (fault.code === 'ENOENT') return '';
        throw fault;
      });
      return text
        .split('\n')
        .flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, `${path}, line ${index + 1}`)]));
    },
  };
}

function readLine(line: string, where: string): ErasedEntry {
  const read = Line.safeParse(jsonOf(line));
  if (!read.success) {
    throw new BadErasedList(
      `${where}: write one JSON object with organizationId, personId and erasedAt, as Largesse does`,
    );
  }
  return { ...read.data, erasedAt: new Date(read.data.erasedAt) };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
