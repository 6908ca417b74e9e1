import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { SpendMailing } from '#src/domain/report/spend-mailing.ts';

type PersonRef = { organizationId: string; id: string };

/** What somebody gets each month; undefined where they get nothing. */
export async function findSpendMailing(
  db: Reader,
  { organizationId, id }: PersonRef,
): Promise<SpendMailing | undefined> {
  return db
    .selectFrom('spend_mailing')
    .select(['by', 'format'])
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', id)
    .executeTakeFirst();
}

/** Sets what somebody gets. A month that they got already does not come again. */
export async function saveSpendMailing(
  tx: Tx,
  { organizationId, id }: PersonRef,
  mailing: SpendMailing,
): Promise<void> {
  await tx
    .insertInto('spend_mailing')
    .values({ organization_id: organizationId, person_id: id, ...mailing, set_at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'person_id']).doUpdateSet({ ...mailing, set_at: tx.now }),
    )
    .execute();
}

/** False when they got nothing. */
export async function deleteSpendMailing(tx: Tx, { organizationId, id }: PersonRef): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('spend_mailing')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Who gets something each month, which month they got last, and the zone of their department. */
export async function listMailingReaders(
  db: Reader,
): Promise<{ organizationId: string; personId: string; mailedMonth: string | null; timeZone: string }[]> {
  return db
    .selectFrom('spend_mailing as m')
    .innerJoin('person as p', (join) =>
      join.onRef('p.organization_id', '=', 'm.organization_id').onRef('p.id', '=', 'm.person_id'),
    )
    .innerJoin('department as d', (join) =>
      join.onRef('d.organization_id', '=', 'p.organization_id').onRef('d.id', '=', 'p.department_id'),
    )
    .select([
      'm.organization_id as organizationId',
      'm.person_id as personId',
      'm.mailed_month as mailedMonth',
      'd.time_zone as timeZone',
    ])
    .orderBy('m.organization_id')
    .orderBy('m.person_id')
    .execute();
}

/** Takes a month for somebody. Undefined when they had it already, or want no more. */
export async function takeMonth(
  tx: Tx,
  { organizationId, id }: PersonRef,
  month: string,
): Promise<SpendMailing | undefined> {
  return tx
    .updateTable('spend_mailing')
    .set({ mailed_month: month })
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', id)
    .where((where) => where.or([where('mailed_month', 'is', null), where('mailed_month', '<', month)]))
    .returning(['by', 'format'])
    .executeTakeFirst();
}
