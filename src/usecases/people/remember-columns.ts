import { type FileColumn, type FileKind, saveFileColumns } from '#src/db/people/file-column.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Remembers what the columns of an organization's files mean, so that next month's file is read without being told. */
export async function rememberColumns(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  organization: { id: string },
  { kind, columns }: { kind: FileKind; columns: readonly FileColumn[] },
): Promise<void> {
  await transact(deps, (tx) => saveFileColumns(tx, organization.id, kind, columns));
}
