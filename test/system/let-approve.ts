import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { System } from './open-system.ts';
import { departmentNamed } from '#test/helpers/reads.ts';

/** Has a department's gifts of more than $100 wait for its approvers. */
export async function letApprove({ app, organization }: System, departmentName: string): Promise<void> {
  const department = await departmentNamed({ app }, organization.id, departmentName);
  if (!department.ok) throw new Error(`there is no department ${departmentName}`);
  const { organizationId, id: departmentId, currency } = department.value;
  await app.budget.setRules({
    scope: { organizationId, departmentId, currency },
    rules: { ...NO_RULES, approvalOverMinor: 10_000n },
    actorId: null,
  });
}
