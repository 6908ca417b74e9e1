import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readDay } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import type { Liability } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { dayOf, dayStart } from '#src/domain/kit/period.ts';
import { AGES } from '#src/domain/report/liability-words.ts';
import type { Words } from '#src/words/words.ts';

/** `largesse report liability`: shows what was promised and not paid out at the end of a day. */
export function addReportLiability(program: Command): void {
  addCommand(program, {
    name: 'report liability',
    summary: 'what was promised and not paid out, by department and age',
    takes: (command) => command.option('--at <day>', 'at the end of this day; today if omitted', readDay),
    json: 'array',
    examples: ['report liability --at 2026-12-31'],
    async run(core, { at }: { at?: string }) {
      const { app, words, organization, clock } = core;
      const today = dayOf(clock.now(), organization.timeZone);
      const day = at ?? today;
      if (day > today) throw new UsageError(`--at ${day} has not begun`);
      const found = await app.queries.report.liability(operatorOf(core), {
        until: dayStart(day, organization.timeZone, 1),
      });
      return {
        json: found,
        text: found.length === 0 ? 'Nothing was promised that had not been paid out.' : table(words, found),
      };
    },
  });
}

function table(words: Words, found: readonly Liability[]): string {
  const columns = [
    { title: 'What' },
    { title: 'Department' },
    { title: 'Total', align: 'right' as const },
    ...AGES.map((age) => ({ title: words.say(`web.liability.age.${age}`), align: 'right' as const })),
  ];
  const rows = found.map(({ kind, department, currency, totalMinor, ages }) => {
    const amounts = [totalMinor, ...AGES.map((age) => ages[age])];
    return [
      words.say(`web.liability.kind.${kind}`),
      department,
      ...amounts.map((amountMinor) => formatMoney({ amountMinor, currency }, words.locale)),
    ];
  });
  return tableText(columns, rows);
}
