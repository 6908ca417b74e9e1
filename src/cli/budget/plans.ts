import type { Command } from 'commander';
import { planLines, startText } from '#src/chat/cards/plan-lines.ts';
import { storeChange } from '#src/domain/budget/proposal.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Core } from '#src/process/open-core.ts';
import { addCommand, type CommandResult } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { listGiftCards } from './list-gift-cards.ts';

type Options = { reason?: string; as?: string };

/** `largesse plans list` and `withdraw`: the changes of money rules that begin on a later day. */
export function addPlans(program: Command): void {
  addCommand(program, {
    name: 'plans list',
    summary: 'list the changes of budgets, rules and allowances that begin on a later day',
    json: 'array',
    examples: ['plans list'],
    run: listPlans,
  });
  addCommand(program, {
    name: 'plans withdraw',
    summary: 'take a planned change back before it begins',
    takes: (command) =>
      command
        .argument('<id>', 'of the planned change: largesse plans list shows it', readUuid)
        .requiredOption('--reason <text>', 'why: it is kept in the activity log')
        .addOption(asOption()),
    json: 'object',
    examples: ['plans withdraw 01997f0e-5a3c-7d21-9c0e-3f8a2b6d4e10 --reason "not this year"'],
    async run(core, planId: string, { reason, as }: Options) {
      const { actorId } = await findActor(core, as);
      const { id: organizationId } = core.organization;
      const withdrawal = { organizationId, planId, actorId, reason: must(reason, 'reason') };
      orRefuse(core, await core.app.budget.withdrawPlan(withdrawal));
      return { json: { id: planId, status: 'withdrawn' }, text: 'Withdrawn: it never begins.' };
    },
  });
}

async function listPlans(core: Core): Promise<CommandResult> {
  const { app, words } = core;
  const plans = await app.queries.budget.listPlans(operatorOf(core));
  const json = plans.map(({ change, ...one }) => ({ ...one, change: storeChange(change) }));
  if (plans.length === 0) return { json, text: 'Nothing is planned.' };
  const cards = await listGiftCards(core);
  const rows = plans.map((plan) => [
    plan.id,
    startText(words, plan),
    planLines(words, plan, cards).join(' '),
    plan.planner,
    plan.reason,
  ]);
  const titles = ['Id', 'From', 'What', 'Planned by', 'Why'];
  return {
    json,
    text: tableText(
      titles.map((title) => ({ title })),
      rows,
    ),
  };
}
