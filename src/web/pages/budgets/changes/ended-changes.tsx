import type { App } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { periodKindOf, periodOfKey } from '#src/domain/kit/period.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Words } from '#src/words/words.ts';
import type { Asked, BudgetDeed, ChangeRow, Preview } from './change.ts';
import { findBudget } from './find-budget.ts';

/** Empties periods that are over into the running budget, as far as carry-over allows, and into funding. */
export const bringHomeChange: BudgetDeed = {
  path: '/:departmentId/bring-home',
  right: 'set-budgets',
  async open(asked) {
    const found = await findBudget(asked);
    if (!found) return undefined;
    const { words, app } = asked.deps;
    const { say } = words;
    const { department } = found;
    const bringing = { department, actorId: asked.reader.person.id };
    return {
      title: say('web.home.title', { department: department.name }),
      lead: say('web.home.lead'),
      typed: {},
      fields: () => <input type="hidden" name="amount" id="amount" value="all" />,
      seen: '',
      main: 'amount',
      takesReason: false,
      read: () => ({
        ok: true,
        wanted: {
          button: say('web.home.save', { department: department.name }),
          async preview() {
            const planned = await app.budget.planBringingHome(department);
            return done({
              rows: planned.map((one) => homeRow(words, department, one)),
              notes: [say('web.home.note')],
            });
          },
          save: async () => done(await app.budget.bringHome(bringing)),
        },
      }),
      back: `/budgets/${department.id}`,
      said: 'home',
    };
  },
};

type Brought = Awaited<ReturnType<App['budget']['bringHome']>>[number];

function homeRow(words: Words, department: Department, brought: Brought): ChangeRow {
  const { say } = words;
  const { amountMinor, carriedMinor, returnedMinor } = brought;
  const money = moneyIn(words, department);
  return {
    label: periodText(words, department, brought.period),
    before: say('web.home.holds', { amount: money(amountMinor) }),
    after: say('web.home.goes', { carried: money(carriedMinor), returned: money(returnedMinor) }),
  };
}

/** Pays from funding what a soft budget was overspent by. */
export const writeOffChange: BudgetDeed = {
  path: '/:departmentId/write-off',
  right: 'set-budgets',
  async open(asked) {
    const found = await findBudget(asked);
    if (!found) return undefined;
    const { words, app } = asked.deps;
    const { say } = words;
    const { department } = found;
    if (grantsThemselves(asked.reader.person, { departmentId: department.id })) return { kind: 'own-budget' };
    return {
      title: say('web.writeOff.title', { department: department.name }),
      lead: say('web.writeOff.lead'),
      typed: {},
      fields: () => <></>,
      seen: '',
      main: 'reason',
      currency: department.currency,
      takesReason: true,
      read: () => ({
        ok: true,
        wanted: {
          button: say('web.writeOff.save', { department: department.name }),
          preview: () => previewWritingOff(asked, department),
          async save({ id, reason }) {
            const written = await app.budget.writeOff({
              id,
              department,
              reason,
              actorId: asked.reader.person.id,
            });
            // The same button, pressed twice: there is nothing left to write off.
            const isDone = !written.ok && written.refusal.kind === 'nothing-overspent';
            return isDone ? done([]) : written;
          },
        },
      }),
      back: `/budgets/${department.id}`,
      said: 'written-off',
    };
  },
};

/** What would be written off as it is now. */
export async function previewWritingOff(
  { deps: { app, words } }: Asked,
  department: Department,
): Promise<Outcome<Preview>> {
  const { say } = words;
  const money = moneyIn(words, department);
  const planned = await app.budget.planWritingOff(department);
  if (!planned.ok) return planned;
  const rows = planned.value.map(({ period, amountMinor }) => ({
    label: periodText(words, department, period),
    before: say('web.writeOff.owes', { amount: money(amountMinor) }),
    after: say('web.writeOff.owesNothing'),
  }));
  return done({ rows, notes: [say('web.writeOff.note')] });
}

function moneyIn({ locale }: Words, { currency }: Department) {
  return (amountMinor: bigint) => formatMoney({ amountMinor, currency }, locale);
}

function periodText(words: Words, { timeZone }: Department, key: string): string {
  const day = words.date(periodOfKey(key, timeZone).start, timeZone);
  return words.say('web.budgets.from', { day, period: words.say(`period.${periodKindOf(key)}`) });
}
