import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** How many people were ever erased: another number each time somebody is. None for readers who do not see everybody’s gifts. */
export async function countErased(db: Reader, { organizationId, isAll }: Scope): Promise<number> {
  if (!isAll) return 0;
  const { count } = await db
    .selectFrom('erased_person')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
