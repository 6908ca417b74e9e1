import type { Command } from 'commander';
import type { Core } from '#src/process/open-core.ts';
import { type BudgetLine, budgetJson, budgetLine, budgetTable } from './budget-text.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import type { Department } from '#src/domain/people/department.ts';

/** `largesse budget show`: what is left of the running periods' budgets, and until when. */
export function addBudgetShow(program: Command): void {
  commandOf(program, 'budget')
    .command('show')
    .description('show what departments may still give, and until when')
    .argument('[department]', 'all when left out')
    .option('--json', 'print one JSON value')
    .addHelpText('after', '\nExample:\n  largesse budget show Engineering')
    .action((name: string | undefined, { json }: { json?: boolean }) =>
      withCore(async (core) => {
        const departments = await choose(core, name);
        const lines = await Promise.all(departments.map((department) => budgetLine(core, department)));
        if (json) return printJson(jsonOf(lines, name !== undefined));
        if (lines.length > 0) return print(budgetTable(core.words, lines));
        print('There is no department yet. They come with people: largesse people import people.csv');
      }),
    );
}

async function choose(core: Core, name: string | undefined): Promise<Department[]> {
  if (name !== undefined) return [await getDepartment(core, name)];
  return core.app.queries.people.listDepartments(operatorOf(core));
}

function jsonOf(lines: BudgetLine[], isOne: boolean) {
  const all = lines.map(({ department, state }) => budgetJson(department, state));
  return isOne ? all[0] : all;
}
