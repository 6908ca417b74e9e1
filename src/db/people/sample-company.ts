import { sql } from 'kysely';
import type { SampleCompany } from '#src/domain/people/sample-company.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

const MOST_NAMES = 5;

/** The sample company; undefined where there is none, or none any more. */
export async function findSampleCompany(
  db: Reader,
  organizationId: string,
): Promise<SampleCompany | undefined> {
  const { rows } = await sql<SampleCompany>`
    select cardinality(s.person_ids) as people,
           (select count(*) from department d where d.organization_id = s.organization_id)::integer as departments,
           (select count(*) from gift g where g.organization_id = s.organization_id)::integer as gifts,
           array(select p.name from person p
                  where p.organization_id = s.organization_id and p.id <> all(s.person_ids)
                  order by p.name limit ${MOST_NAMES}) as others,
           (select count(*) from person p
             where p.organization_id = s.organization_id and p.id <> all(s.person_ids))::integer as "otherPeople",
           (select count(*) from workspace_link w
             where w.organization_id = s.organization_id and w.platform <> 'playground')::integer as workspaces,
           s.leaves_since as "leavesSince"
      from sample_company s where s.organization_id = ${organizationId} and s.removed_at is null`.execute(db);
  return rows[0];
}

/** Whether an organization had the sample company once, or has it. */
export async function hadSampleCompany(db: Reader, organizationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('sample_company')
    .select('made_at')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Says that whoever is here now was made up. */
export async function insertSampleCompany(tx: Tx, organizationId: string): Promise<void> {
  await sql`
    insert into sample_company (organization_id, person_ids, made_at)
    select ${organizationId}, array(select id from person where organization_id = ${organizationId}), ${tx.now}
    on conflict do nothing`.execute(tx);
}

/** Says that an organization begins with nobody, and wants no sample company. */
export async function insertWithoutSample(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .insertInto('sample_company')
    .values({ organization_id: organizationId, person_ids: [], made_at: tx.now, removed_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Says that the sample company goes at the next start, or that it stays. */
export async function saveLeavesSince(
  tx: Tx,
  organizationId: string,
  leavesSince: Date | null,
): Promise<void> {
  await tx
    .updateTable('sample_company')
    .set({ leaves_since: leavesSince })
    .where('organization_id', '=', organizationId)
    .execute();
}
