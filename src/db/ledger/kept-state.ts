import { GUARDED, type GuardedName } from '#src/domain/ledger/guarded.ts';

/**
 * The columns of a row `t` that the record keeps, as it keeps them. Written by this program, because who changes rows could
 * change the function of the database that does the same.
 */
export function keptOf(name: GuardedName): string {
  const { plain, texts = [] }: { plain: readonly string[]; texts?: readonly string[] } = GUARDED[name];
  const kept = [
    ...plain.map((column) => `'${column}', t.${column}`),
    ...texts.map(
      (column) =>
        `'${column}', encode(sha256(convert_to(t.salt::text || ':' || t.${column}::text, 'UTF8')), 'hex')`,
    ),
  ];
  return `jsonb_build_object(${kept.join(', ')})`;
}
