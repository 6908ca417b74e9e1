import type { FoundRules } from '#src/app.ts';
import { cardItemOf } from '#src/domain/budget/gift-kind.ts';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Core } from '#src/process/open-core.ts';
import type { CommandResult } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { startIn } from '#src/cli/kit/from-option.ts';
import { findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { listGiftCards } from './list-gift-cards.ts';
import { rulesJson, rulesTable } from './policy-text.ts';

/** Whose rules a command is about: one department’s, or with null those of all in a currency. */
export type RulesOwner = {
  department?: Department | undefined;
  departmentId: string | null;
  currency: string;
};

export async function findRulesOwner(
  core: Core,
  { department: name, currency }: { department?: string | undefined; currency?: string | undefined },
): Promise<RulesOwner> {
  if (name === undefined) return { departmentId: null, currency: currency ?? core.organization.currency };
  const department = await getDepartmentNamed(core, name);
  if (currency !== undefined && currency !== department.currency) {
    throw new UsageError(
      `${department.name} gives in ${department.currency}: leave --currency ${currency} out`,
    );
  }
  return { department, departmentId: department.id, currency: department.currency };
}

/** Sets or clears rules, at once or from a day on, and shows what holds then. */
export async function writeRules(
  core: Core,
  {
    owner,
    rules,
    as,
    from: day,
  }: {
    owner: RulesOwner;
    rules: RulesChanges | 'cleared';
    as?: string | undefined;
    from?: string | undefined;
  },
): Promise<CommandResult> {
  const { actorId } = await findActor(core, as);
  const { departmentId, currency } = owner;
  const scope = { organizationId: core.organization.id, departmentId, currency };
  const from = startIn(owner.department?.timeZone ?? core.organization.timeZone, day);
  orRefuse(core, await core.app.budget.setRules({ scope, rules, from, actorId }));
  return rulesResult(core, owner, from);
}

/** The rules as they are, or as they will be at an instant, as far as is known. */
export async function rulesResult(core: Core, owner: RulesOwner, at?: Date): Promise<CommandResult> {
  const { department, departmentId, currency } = owner;
  const asked = { departmentId, currency, at };
  const found: FoundRules = orRefuse(core, await core.app.queries.budget.getRules(operatorOf(core), asked));
  const line = {
    department: department?.name ?? null,
    currency,
    ...found,
    card: await findCardName(core, found),
  };
  return { json: rulesJson(line), text: rulesTable(core.words, line) };
}

/** What the catalogue calls the card that gifts are. */
async function findCardName(core: Core, { rules }: FoundRules): Promise<string | undefined> {
  const itemId = cardItemOf(rules.giftKind);
  if (itemId === undefined) return undefined;
  const card = (await listGiftCards(core)).find(({ id }) => id === itemId);
  return card?.name ?? itemId;
}
