import { type FileColumn, type FileKind, listFileColumns } from '#src/db/people/file-column.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** What an organization said the columns of its files mean, for those who see everybody. */
export async function listColumnsWithin(db: Reader, scope: Scope, kind: FileKind): Promise<FileColumn[]> {
  return scope.isAll ? listFileColumns(db, scope.organizationId, kind) : [];
}
