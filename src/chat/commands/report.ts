import type { Report } from '#src/app.ts';
import { grantedByMonth } from '#src/domain/budget/granted-by-month.ts';
import { scopeOf } from '#src/domain/people/access.ts';
import { figuresCard } from '../cards/figures-card.ts';
import { figuresChart } from '../cards/figures-chart.ts';
import { misreadReportCard, noFiguresCard } from '../cards/no-figures-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { type Caller, type CommandContext, defineCommand } from '../define-command.ts';

/** `/report [month] [department]`: what was given, for whoever may see it of their department or of all. */
export const report = defineCommand({
  name: 'report',
  summary: 'figures.summary',
  usage: 'figures.usage',
  example: 'figures.example',
  options: { about: { kind: 'text', summary: 'figures.option', isRequired: false } },

  async run({ app, words, findCaller, draw }, { about = '' }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const { isAll, departmentId } = scopeOf(caller.value, 'spend');
    if (!isAll && departmentId === undefined) return noFiguresCard(words);
    const read = await app.queries.report.read(caller.value, about);
    if (read.kind !== 'report') return misreadReportCard(words, read);
    const [granted, link] = await Promise.all([
      findGranted(app, caller.value, read),
      makeLink(app, caller.value, read),
    ]);
    const card = figuresCard(words, read, { granted, link });
    const picture = draw && figuresChart(words, read);
    return picture ? { ...card, chart: () => draw(picture) } : card;
  },
});

type App = CommandContext['app'];

/** Only budgets that run for the month are its measure, and only while it runs. */
async function findGranted(
  app: App,
  caller: Caller,
  { isRunning, only }: Report,
): Promise<Map<string, bigint>> {
  if (!isRunning) return new Map();
  const budgets = await app.queries.budget.list(caller, only && { departmentId: only.id });
  const states = budgets.flatMap(({ state }) => state ?? []);
  const currencies = [...new Set(states.map(({ department }) => department.currency))];
  return new Map(
    currencies.flatMap((currency) => {
      const granted = grantedByMonth(states.filter(({ department }) => department.currency === currency));
      return granted === undefined ? [] : [[currency, granted] as const];
    }),
  );
}

/** Undefined while there are no pages. */
async function makeLink(app: App, caller: Caller, { days, only }: Report): Promise<string | undefined> {
  const asked = new URLSearchParams({ ...days, by: 'department', ...(only && { department: only.id }) });
  const made = await app.session.makeChatLink(caller, { back: `/spend?${asked.toString()}` });
  return made.ok ? made.value.url : undefined;
}
