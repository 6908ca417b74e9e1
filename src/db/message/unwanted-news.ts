import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { ChosenNews } from '#src/domain/message/chosen-news.ts';

type PersonRef = { organizationId: string; id: string };

/** What somebody does without. */
export async function listUnwantedNews(db: Reader, { organizationId, id }: PersonRef): Promise<ChosenNews[]> {
  const rows = await db
    .selectFrom('unwanted_news')
    .select('kind')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', id)
    .execute();
  return rows.map(({ kind }) => kind);
}

export async function saveWanted(
  tx: Tx,
  { organizationId, id }: PersonRef,
  { kind, isWanted }: { kind: ChosenNews; isWanted: boolean },
): Promise<void> {
  const row = { organization_id: organizationId, person_id: id, kind };
  if (isWanted) {
    await tx
      .deleteFrom('unwanted_news')
      .where('organization_id', '=', organizationId)
      .where('person_id', '=', id)
      .where('kind', '=', kind)
      .execute();
  } else {
    await tx
      .insertInto('unwanted_news')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
