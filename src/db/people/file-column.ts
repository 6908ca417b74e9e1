import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** What a column of an organization's files means: by kind of file and header; no field: it is ignored. */
export type FileColumn = { headerKey: string; field: string | null };
export type FileKind = 'people' | 'gifts';

export async function listFileColumns(
  db: Reader,
  organizationId: string,
  kind: FileKind,
): Promise<FileColumn[]> {
  return db
    .selectFrom('file_column')
    .select(['header_key as headerKey', 'field'])
    .where('organization_id', '=', organizationId)
    .where('kind', '=', kind)
    .execute();
}

/** Remembers what columns mean, in place of what was said before. */
export async function saveFileColumns(
  tx: Tx,
  organizationId: string,
  kind: FileKind,
  columns: readonly FileColumn[],
): Promise<void> {
  if (columns.length === 0) return;
  await tx
    .insertInto('file_column')
    .values(
      columns.map(({ headerKey: header_key, field }) => ({
        organization_id: organizationId,
        kind,
        header_key,
        field,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'kind', 'header_key'])
        .doUpdateSet((eb) => ({ field: eb.ref('excluded.field') })),
    )
    .execute();
}
