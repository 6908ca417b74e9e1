import { planLines, startText } from '#src/chat/cards/plan-lines.ts';
import { whoGains } from '#src/domain/budget/proposal.ts';
import { done } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import { listCards } from '../list-cards.ts';
import type { BudgetDeed } from './change.ts';

/** Takes a planned change back before it begins. */
export const withdrawPlanChange: BudgetDeed = {
  path: '/plans/:planId',
  right: 'set-budgets',
  async open(asked) {
    const { deps, reader } = asked;
    const { words, app } = deps;
    const { say } = words;
    const planId = asked.param('planId').toLowerCase();
    const plans = await app.queries.budget.listPlans(reader.person);
    const plan = plans.find(({ id }) => id === planId);
    if (!plan) return undefined;
    if (grantsThemselves(reader.person, whoGains(plan.change))) return { kind: 'own-budget' };
    const from = startText(words, plan);
    const lines = planLines(words, plan, await listCards(deps, reader));
    const { organizationId, id: actorId } = reader.person;
    return {
      title: say('web.plan.withdrawTitle', { from }),
      lead: say('web.plan.withdrawLead'),
      typed: {},
      fields: () => (
        <p>
          {lines.map((text) => (
            <span class="line">{text}</span>
          ))}
        </p>
      ),
      seen: '',
      main: 'reason',
      takesReason: true,
      read: () => ({
        ok: true,
        wanted: {
          button: say('web.plan.withdrawButton'),
          preview: async () =>
            done({
              rows: [{ label: from, before: lines.join(' '), after: say('web.plan.asBefore') }],
              notes: [],
            }),
          save: ({ reason }) => app.budget.withdrawPlan({ organizationId, planId, actorId, reason }),
        },
      }),
      back: plan.departmentId === null ? '/budgets' : `/budgets/${plan.departmentId}`,
      said: 'plan-withdrawn',
    };
  },
};
