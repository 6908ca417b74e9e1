import type { Command } from 'commander';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { parseAmount, toMinor } from '#src/domain/money.ts';
import type { Outcome, Refusal } from '#src/domain/outcome.ts';
import type { Core } from '#src/open-core.ts';
import { budgetJson, budgetTable } from './budget-text.ts';
import { print, printJson, Refused, WrongUse, withCore } from './context.ts';
import { groupOf } from './groups.ts';
import { readTimeZone } from './read-arguments.ts';

type Options = { timeZone?: string; json?: boolean };

/** `largesse budget set`: what a department may give a month, from the running month on. */
export function addBudgetSet(program: Command): void {
  groupOf(program, 'budget')
    .command('set')
    .description('set what a department may give a month, from this month on')
    .argument('<department>')
    .argument('<amount...>', 'such as 500 or 500 EUR; 0 stops giving')
    .option('--time-zone <zone>', 'whose calendar its months follow, such as Europe/Berlin', readTimeZone)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse budget set Engineering 500')
    .action((department: string, words: string[], options: Options) => {
      const typed = words.join(' ');
      return withCore((core) => setBudget(core, { department, typed, ...options }));
    });
}

async function setBudget(
  core: Core,
  { department: name, typed, timeZone, json }: Options & { department: string; typed: string },
): Promise<void> {
  const department = orRefuse(core, await core.app.findDepartmentNamed(core.organization.id, name));
  const amountMinor = minorOf(core, department, typed);
  const set = { department, amountMinor, actorId: null, timeZone };
  const state = orRefuse(core, await core.app.setBudget(set));
  if (json) return printJson(budgetJson(state.department, state));
  print(budgetTable(core.words, [{ department: state.department, state }]));
}

function orRefuse<T>(core: Core, outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw refusedBy(core, outcome.refusal);
}

function refusedBy({ words }: Core, refusal: Refusal): Refused {
  return new Refused(refusalText(words, refusal));
}

function minorOf(core: Core, { name, currency }: { name: string; currency: string }, typed: string): bigint {
  const parsed = parseAmount(typed);
  if (!parsed) throw new WrongUse(`“${typed}” is not an amount. Write it like 500, 500.50 or 500 EUR`);
  if (parsed.currency && parsed.currency !== currency) {
    throw refusedBy(core, {
      kind: 'wrong-currency',
      given: parsed.currency,
      expected: currency,
      department: name,
    });
  }
  if (/^[0.]+$/u.test(parsed.amount)) return 0n;
  const amountMinor = toMinor(parsed.amount, currency);
  if (amountMinor !== undefined) return amountMinor;
  throw new WrongUse(`“${typed}” is finer than ${currency} goes, or too large`);
}
