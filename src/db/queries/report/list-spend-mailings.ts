import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { SpendMailing } from '#src/domain/report/spend-mailing.ts';

/** Who gets what each month. `mailedMonth`: the last one that they got. */
export type ListedMailing = SpendMailing & {
  personId: string;
  name: string;
  email: string | null;
  mailedMonth: string | null;
};

/** Who gets the spend of each month by mail, by name: everybody for an admin, else whoever reads it. */
export async function listSpendMailings(
  db: Reader,
  { organizationId, personId, isAll }: Scope,
): Promise<ListedMailing[]> {
  if (!isAll && personId === undefined) return [];
  return db
    .selectFrom('spend_mailing as m')
    .innerJoin('person as p', (join) =>
      join.onRef('p.organization_id', '=', 'm.organization_id').onRef('p.id', '=', 'm.person_id'),
    )
    .select([
      'm.person_id as personId',
      'p.name',
      'p.email',
      'm.by',
      'm.format',
      'm.mailed_month as mailedMonth',
    ])
    .where('m.organization_id', '=', organizationId)
    .$if(!isAll, (query) => query.where('m.person_id', '=', personId ?? ''))
    .orderBy('p.name')
    .orderBy('p.id')
    .execute();
}
