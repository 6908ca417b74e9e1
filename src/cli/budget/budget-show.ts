import type { Command } from 'commander';
import type { EndedBudget } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';
import { type BudgetLine, budgetJson, budgetLine, budgetTable } from './budget-text.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import type { Department } from '#src/domain/people/department.ts';

/** `largesse budget show`: shows what is left of the running periods' budgets, and until when. */
export function addBudgetShow(program: Command): void {
  addCommand(program, {
    name: 'budget show',
    summary: 'show what departments can still give, and until when',
    takes: (command) => command.argument('[department]', 'all if omitted'),
    json: 'value',
    examples: ['budget show Engineering'],
    async run(core, name: string | undefined) {
      const departments = await choose(core, name);
      const lines = await Promise.all(departments.map((department) => budgetLine(core, department)));
      return {
        json: jsonOf(lines, name !== undefined),
        text:
          lines.length > 0
            ? async () => [budgetTable(core.words, lines), ...(await endedLines(core, departments))]
            : 'There are no departments yet. They come with people: largesse people import people.csv',
      };
    },
  });
}

/** What lies in periods that are over, and what they owe, with what to do about it. */
async function endedLines(core: Core, shown: readonly Department[]): Promise<string[]> {
  const ids = new Set(shown.map(({ id }) => id));
  const all = await core.app.queries.budget.listEnded(operatorOf(core));
  const ended = all.filter(({ department }) => ids.has(department.id));
  const owing = ended.filter(({ leftMinor }) => leftMinor < 0n);
  return [
    ...sumsOf(core, ended).map((sum) => {
      return `${sum} lie in periods that are over. To move it: largesse budget bring-home --dry-run`;
    }),
    ...owing.map(({ department: { name, currency }, leftMinor }) => {
      const amount = formatMoney({ amountMinor: -leftMinor, currency }, core.words.locale);
      return `${name} owes ${amount} from a period that is over: largesse budget write-off "${name}" --reason …`;
    }),
  ];
}

/** What is above zero, added up by currency. */
function sumsOf({ words }: Core, ended: readonly EndedBudget[]): string[] {
  const sums = new Map<string, bigint>();
  for (const { department, leftMinor } of ended.filter((one) => one.leftMinor > 0n)) {
    sums.set(department.currency, (sums.get(department.currency) ?? 0n) + leftMinor);
  }
  return [...sums].map(([currency, amountMinor]) => formatMoney({ amountMinor, currency }, words.locale));
}

async function choose(core: Core, name: string | undefined): Promise<Department[]> {
  if (name !== undefined) return [await getDepartmentNamed(core, name)];
  return core.app.queries.people.listDepartments(operatorOf(core));
}

function jsonOf(lines: BudgetLine[], isOne: boolean) {
  const all = lines.map(({ department, state }) => budgetJson(department, state));
  return isOne ? all[0] : all;
}
