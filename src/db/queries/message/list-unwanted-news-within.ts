import { listUnwantedNews } from '#src/db/message/unwanted-news.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { ChosenNews } from '#src/domain/message/chosen-news.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** What the reader does without; of somebody else, nothing is told. */
export async function listUnwantedNewsWithin(
  db: Reader,
  { organizationId, personId, isAll }: Scope,
  id: string,
): Promise<ChosenNews[]> {
  return isAll || personId === id ? listUnwantedNews(db, { organizationId, id }) : [];
}
