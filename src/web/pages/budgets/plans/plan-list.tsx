import type { PlannedView } from '#src/app.ts';
import type { RulesIn } from '#src/chat/cards/rule-rows.ts';
import { planLines, startText } from '#src/chat/cards/plan-lines.ts';
import { DataTable } from '../../../frame/data-table.tsx';
import type { Words } from '#src/words/words.ts';

/** The changes that begin on a later day, each with a way to withdraw it for who may. */
export function PlanList({
  words,
  plans,
  cards,
  mayWithdraw,
}: {
  words: Words;
  plans: readonly PlannedView[];
  cards: RulesIn['cards'];
  mayWithdraw: (plan: PlannedView) => boolean;
}) {
  const { say } = words;
  if (plans.length === 0) return <></>;
  return (
    <section aria-labelledby="plans">
      <h2 id="plans">{say('web.plan.title')}</h2>
      <DataTable
        caption={say('web.plan.title')}
        rows={plans}
        columns={[
          {
            label: say('web.plan.begins'),
            isMain: true,
            cell: (plan) => (
              <time datetime={plan.from.toISOString()} title={words.dateAndTime(plan.from, plan.timeZone)}>
                {startText(words, plan)}
              </time>
            ),
          },
          {
            label: say('web.budgets.what'),
            isMain: true,
            cell: (plan) => (
              <span>
                {planLines(words, plan, cards).map((text, index) => (
                  <span class={index === 0 ? 'line' : 'sub'}>{text}</span>
                ))}
                {plan.reason && <q class="sub">{plan.reason}</q>}
              </span>
            ),
          },
          { label: say('web.budgets.who'), cell: ({ planner }) => planner },
          {
            label: '',
            cell: (plan) =>
              mayWithdraw(plan) && (
                <a href={`/budgets/plans/${plan.id}`}>
                  {say('web.plan.withdraw')}
                  <span class="visually-hidden">: {planLines(words, plan, cards)[0]}</span>
                </a>
              ),
          },
        ]}
      />
    </section>
  );
}
