import type { Reader, Tx } from '#src/db/kit/schema.ts';
import {
  type ImportDetail,
  type ImportSource,
  type ImportStatus,
  type ImportUndo,
  KEPT_MS,
  UNDO_MS,
} from '#src/domain/people/people-import.ts';

export type PeopleImport = {
  id: string;
  source: ImportSource;
  status: ImportStatus;
  at: Date;
  actorId: string | null;
  detail: ImportDetail;
  etag: string | null;
};

const COLUMNS = ['id', 'source', 'status', 'at', 'actor_id as actorId', 'detail', 'etag'] as const;

/** The last ones, the newest first. */
export async function listPeopleImports(
  db: Reader,
  organizationId: string,
  { source, limit }: { source?: ImportSource; limit: number },
): Promise<PeopleImport[]> {
  return db
    .selectFrom('people_import')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .$if(source !== undefined, (query) => query.where('source', '=', source ?? 'clock'))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** How people were before one and after it, while it is known. */
export async function findImportUndo(
  db: Reader,
  organizationId: string,
  id: string,
): Promise<(PeopleImport & { undo: ImportUndo | null }) | undefined> {
  return db
    .selectFrom('people_import')
    .select([...COLUMNS, 'undo'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Keeps what came of an import, and forgets what is too old: what it did, and how to put it back. */
export async function insertPeopleImport(
  tx: Tx,
  organizationId: string,
  { id, source, status, actorId, detail, etag, undo }: Omit<PeopleImport, 'at'> & { undo: ImportUndo | null },
): Promise<void> {
  await forgetImports(tx, organizationId);
  await tx
    .insertInto('people_import')
    .values({
      organization_id: organizationId,
      id,
      source,
      status,
      at: tx.now,
      actor_id: actorId,
      detail: JSON.stringify(detail),
      etag,
      undo: undo && JSON.stringify(undo),
    })
    .execute();
}

export async function saveImportUndone(tx: Tx, organizationId: string, id: string): Promise<void> {
  await tx
    .updateTable('people_import')
    .set({ status: 'undone', undo: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

async function forgetImports(tx: Tx, organizationId: string): Promise<void> {
  const now = tx.now.getTime();
  await tx
    .deleteFrom('people_import')
    .where('organization_id', '=', organizationId)
    .where('at', '<', new Date(now - KEPT_MS))
    .execute();
  await tx
    .updateTable('people_import')
    .set({ undo: null })
    .where('organization_id', '=', organizationId)
    .where('at', '<', new Date(now - UNDO_MS))
    .where('undo', 'is not', null)
    .execute();
}
