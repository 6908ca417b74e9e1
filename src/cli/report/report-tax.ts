import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { csvLines } from '#src/cli/kit/csv-lines.ts';
import { Refused, UsageError } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readDay } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import type { TaxReport } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { ruleText, taxTitle, taxTroubleText, useText } from '#src/chat/cards/tax-texts.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { allTaxMaps, isCalled, type TaxMap, unfilledColumn } from '#src/domain/report/tax-map.ts';
import { payrollRows, taxTroubles } from '#src/domain/report/tax-report.ts';
import { payPeriodOf } from '#src/domain/report/tax-setting.ts';
import type { Core } from '#src/process/open-core.ts';
import { payrollFile } from '#src/web/export/tax-files.ts';
import type { Words } from '#src/words/words.ts';

type Options = { period?: string; at?: string; map?: string };

/** `largesse report tax`: shows what payroll adds in a pay period, or prints the file that it takes. */
export function addReportTax(program: Command): void {
  addCommand(program, {
    name: 'report tax',
    summary: 'how gifts of a pay period are taxed, by person; or the file for payroll',
    takes: (command) =>
      command
        .option('--period <day>', 'the pay period that this day is in; the running one if omitted', readDay)
        .option('--at <day>', 'as it stood at the end of this day; today if omitted', readDay)
        .option('--map <name>', 'print the CSV file that is saved under this name, such as Plain'),
    json: 'object',
    examples: [
      'report tax --period 2026-11-01',
      'report tax --period 2026-11-01 --map "ADP paydata" > EPIABC01.csv',
    ],
    run: reportTax,
  });
}

async function reportTax(core: Core, { period, at, map: asked }: Options) {
  const { app, words, organization, clock } = core;
  const today = dayOf(clock.now(), organization.timeZone);
  for (const [name, day] of [
    ['--period', period],
    ['--at', at],
  ]) {
    if (day !== undefined && day > today) throw new UsageError(`${name} ${day} has not begun`);
  }
  const operator = operatorOf(core);
  const settings = await app.queries.report.taxSettings(operator);
  const { from, to } = payPeriodOf(settings, period ?? at ?? today);
  const until = at ?? today;
  if (until < from) throw new UsageError(`--at ${until} is before the pay period, which begins on ${from}`);
  const days = { from, to: until < to ? until : to };
  const report = must(await app.queries.report.tax(operator, days), 'report for the operator');
  if (asked === undefined) return { json: report, text: () => reportText(words, report) };
  const map = await getMap(core, asked);
  return { json: payrollRows(report.lines), text: () => csvLines(payrollFile(words, map, report)) };
}

/** @throws Refused where there is no such file, or a text in it is missing that only the organization knows. */
async function getMap(core: Core, name: string): Promise<TaxMap> {
  const maps = allTaxMaps(await core.app.queries.report.taxMaps(operatorOf(core)));
  const map = maps.find((one) => isCalled(one, name));
  const known = maps.map((one) => one.name);
  if (!map) throw new Refused(refusalText(core.words, { kind: 'unknown-tax-map', name, known }));
  const column = unfilledColumn(map);
  if (column !== undefined) {
    throw new Refused(refusalText(core.words, { kind: 'unfilled-tax-map', map: map.name, column }));
  }
  return map;
}

function reportText(words: Words, report: TaxReport): string[] {
  const { say, locale } = words;
  const { lines, setting } = report;
  const intro = [`${taxTitle(words, report)}. ${say(`web.tax.basis.${setting.basis}`)}`];
  if (lines.length === 0) return intro;
  const parts = ['wages', 'exempt', 'reported', 'unknown'] as const;
  const columns = [
    { title: say('web.tax.person') },
    { title: say('web.tax.rule') },
    ...parts.map((part) => ({ title: say(`web.tax.part.${part}`), align: 'right' as const })),
    { title: say('web.tax.used') },
  ];
  const rows = lines.map((line) => {
    const { person, rule, isCorrection, currency } = line;
    return [
      person.name,
      `${isCorrection ? `${say('web.tax.correction')}: ` : ''}${ruleText(words, rule)}`,
      ...parts.map((part) => formatMoney({ amountMinor: line[part], currency }, locale)),
      useText(words, line),
    ];
  });
  const troubles = taxTroubles(lines).map((trouble) => taxTroubleText(words, trouble));
  return [...intro, tableText(columns, rows), ...troubles];
}
