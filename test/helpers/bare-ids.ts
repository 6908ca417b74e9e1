import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { ROOT } from './read-imports.ts';

const AN_ID = /\b(?:id|ids|\w+Ids?)\??: (?:readonly )?string\b/u;
const WHOSE = /\borganizationId\b|\bScope\b/u;

/** The exported functions of a file that take ids of rows that are there, and not the organization whose rows they are. */
export function findBareIds(file: string, source = readFileSync(join(ROOT, file), 'utf8')): string[] {
  const { program } = parseSync(file, source);
  return program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration?.type !== 'FunctionDeclaration') return [];
    const { id, params } = node.declaration;
    const [first, last] = [params.at(0), params.at(-1)];
    if (!id || !first || !last || id.name.startsWith('insert')) return [];
    const taken = source.slice(first.start, last.end);
    return AN_ID.test(taken) && !WHOSE.test(taken) ? [id.name] : [];
  });
}
