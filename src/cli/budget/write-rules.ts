import type { FoundRules } from '#src/app.ts';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Core } from '#src/process/open-core.ts';
import { print, printJson } from '#src/cli/kit/context.ts';
import { findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { rulesJson, rulesTable } from './policy-text.ts';

/** Whose rules a command is about: one department’s, or with null those of all in a currency. */
export type RulesScope = {
  department?: Department | undefined;
  departmentId: string | null;
  currency: string;
};

export async function scopeOf(
  core: Core,
  { department: name, currency }: { department?: string; currency?: string },
): Promise<RulesScope> {
  if (name === undefined) return { departmentId: null, currency: currency ?? core.organization.currency };
  const department = await getDepartment(core, name);
  return { department, departmentId: department.id, currency: department.currency };
}

/** Sets or clears rules and prints what holds then. */
export async function writeRules(
  core: Core,
  {
    scope: { department, departmentId, currency },
    rules,
    as,
    json,
  }: { scope: RulesScope; rules: RulesChanges | 'cleared'; as?: string; json?: boolean },
): Promise<void> {
  const { actorId } = await findActor(core, as);
  const scope = { organizationId: core.organization.id, departmentId, currency };
  orRefuse(core, await core.app.budget.setRules({ scope, rules, actorId }));
  await printRules(core, { department, departmentId, currency }, json);
}

export async function printRules(core: Core, scope: RulesScope, asJson: boolean | undefined): Promise<void> {
  const { departmentId, currency } = scope;
  const asked = { departmentId, currency };
  const found: FoundRules = orRefuse(core, await core.app.queries.budget.getRules(operatorOf(core), asked));
  const line = { department: scope.department?.name ?? null, currency, ...found };
  if (asJson) return printJson(rulesJson(line));
  print(rulesTable(core.words, line));
}
