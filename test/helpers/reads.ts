import type { App, Operator, PersonActor } from '#src/app.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Department } from '#src/domain/people/department.ts';

/** Reads for tests that are not about who may see what: they ask as the operator of the organization. */

type Core = { app: App; db: Db };

export function operatorOf(organizationId: string): Operator {
  return { organizationId, operator: 'a test' };
}

/** A recognition of whatever organization, with its gifts. */
export async function stateOfRecognition({ app, db }: Core, id: string) {
  const { organization_id: organizationId } = await db
    .selectFrom('recognition')
    .select('organization_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return must(await app.queries.recognition.find(operatorOf(organizationId), id), 'recognition');
}

/** What a person may spend, as they see it. */
export async function balanceOf({ app }: Pick<Core, 'app'>, person: PersonActor) {
  return must(await app.queries.wallet.find(person, person.id), 'wallet');
}

export async function budgetOf({ app }: Pick<Core, 'app'>, { organizationId, id }: Department) {
  return app.queries.budget.get(operatorOf(organizationId), id);
}

export async function departmentNamed(
  { app }: Pick<Core, 'app'>,
  organizationId: string,
  name: string,
): Promise<Outcome<Department>> {
  return app.queries.people.findDepartment(operatorOf(organizationId), name);
}

/** What a giver may give, as they see it; undefined without a limit. */
export async function ownAllowanceOf({ app }: Pick<Core, 'app'>, person: PersonActor) {
  const found = await app.queries.budget.findAllowance(person, person.id);
  if (!found.ok) throw new Error(`no allowance: ${found.refusal.kind}`);
  return found.value;
}

export async function approvalsOf(
  { app }: Pick<Core, 'app'>,
  { organizationId, isOpen }: { organizationId: string; isOpen: boolean },
) {
  return app.queries.approval.list(operatorOf(organizationId), { isOpen });
}
