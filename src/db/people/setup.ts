import { sql } from 'kysely';
import { must } from '#src/domain/kit/must.ts';
import type { SetupFacts, SetupStep } from '#src/domain/people/setup.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** What the set-up of an organization is derived from. */
export async function readSetupFacts(db: Reader, organizationId: string): Promise<SetupFacts> {
  const { rows } = await sql<SetupFacts>`
    select o.name,
           exists (select from sample_company s where s.organization_id = o.id and s.removed_at is null) as "isSample",
           (select count(*) from department d where d.organization_id = o.id)::integer as departments,
           (select count(*) from person p
             where p.organization_id = o.id and p.deactivated_at is null and not p.is_guest)::integer as people,
           (select count(distinct b.department_id) from budget_policy b
             where b.organization_id = o.id)::integer as budgets,
           (select count(*) from workspace_link w
             where w.organization_id = o.id and w.platform <> 'playground')::integer as workspaces,
           exists (select from gift g where g.organization_id = o.id and g.status <> 'reserved') as "hasGift"
      from organization o where o.id = ${organizationId}`.execute(db);
  return must(rows[0], 'organization');
}

/** The steps that the organization does without. */
export async function listHiddenSteps(db: Reader, organizationId: string): Promise<SetupStep[]> {
  const rows = await db
    .selectFrom('setup_hidden')
    .select('step')
    .where('organization_id', '=', organizationId)
    .execute();
  return rows.map(({ step }) => step);
}

/** Says whether the organization does without a step. */
export async function saveHiddenStep(
  tx: Tx,
  {
    organizationId,
    step,
    isHidden,
    by,
  }: { organizationId: string; step: SetupStep; isHidden: boolean; by: string },
): Promise<void> {
  if (isHidden) {
    const row = { organization_id: organizationId, step, hidden_by: by, hidden_at: tx.now };
    await tx
      .insertInto('setup_hidden')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return;
  }
  await tx
    .deleteFrom('setup_hidden')
    .where('organization_id', '=', organizationId)
    .where('step', '=', step)
    .execute();
}
