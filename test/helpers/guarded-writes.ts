import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { GUARDED_NAMES } from '#src/domain/ledger/guarded.ts';
import { ROOT } from './read-imports.ts';

const NAMES = GUARDED_NAMES.join('|');
const WRITES = new RegExp(
  String.raw`(?:insertInto|updateTable|deleteFrom|mergeInto|insertOf)\('(?:${NAMES})'|(?:insert into|update|delete from|merge into) (?:${NAMES})\b`,
  'u',
);
const TAKES_TX = /\btx: Tx\b/u;

/**
 * The places of a file that write to guarded tables otherwise than in a function that takes a `Tx`. Only `transact` makes one, and
 * signs what was changed.
 */
export function findUnsignedWrites(file: string, source = readFileSync(join(ROOT, file), 'utf8')): string[] {
  const { program } = parseSync(file, source);
  return program.body.flatMap((node) => {
    const text = source.slice(node.start, node.end);
    if (!WRITES.test(text)) return [];
    const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (declared?.type !== 'FunctionDeclaration') return [`${file}: ${text.slice(0, 40)}`];
    const [first, last] = [declared.params.at(0), declared.params.at(-1)];
    const taken = first && last ? source.slice(first.start, last.end) : '';
    return TAKES_TX.test(taken) ? [] : [`${file}: ${declared.id?.name}`];
  });
}
