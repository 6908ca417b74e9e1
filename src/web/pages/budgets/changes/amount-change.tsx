import type { ListedBudget } from '#src/app.ts';
import { DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import { formatMoney, toDecimal } from '#src/domain/kit/money.ts';
import { PERIOD_KINDS, type PeriodKind } from '#src/domain/kit/period.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Words } from '#src/words/words.ts';
import type { FieldErrors } from '../../../frame/field.tsx';
import type { Asked, BudgetDeed, ChangeRow, Preview, ReadChange, Typed } from './change.ts';
import { readMoney } from './change.ts';
import { findBudget } from './find-budget.ts';
import { findPlannedBudget } from '../plans/find-planned.ts';
import { SelectField } from '../../../frame/select-field.tsx';
import { TextField } from '../../../frame/text-field.tsx';

/** What a department may give per period, from the running one on. */
export const amountChange: BudgetDeed = {
  path: '/:departmentId/amount',
  right: 'set-budgets',
  async open(asked) {
    const found = await findBudget(asked);
    if (!found) return undefined;
    const { deps, reader } = asked;
    const { department, state } = found;
    if (grantsThemselves(reader.person, { departmentId: department.id })) return { kind: 'own-budget' };
    const { say } = deps.words;
    const ref = { what: 'budget' as const, departmentId: department.id };
    return {
      title: say(state ? 'web.amount.change' : 'web.amount.set', { department: department.name }),
      lead: say('web.amount.lead'),
      typed: typedOf(department, found.budget),
      typedAt: async (from) => typedOf(department, await budgetAt(asked, found, from)),
      fields: (typed, errors) => <Fields words={deps.words} typed={typed} errors={errors} />,
      seen: (await deps.app.queries.budget.findVersion(reader.person, ref)) ?? '',
      main: 'amount',
      currency: department.currency,
      timeZone: department.timeZone,
      takesReason: true,
      read: (typed) => readAmountForm(asked, found, typed),
      back: `/budgets/${department.id}`,
      said: 'set',
    };
  },
};

function typedOf({ currency }: Pick<Department, 'currency'>, budget: Amounts | undefined): Typed {
  const carryMinor = budget?.carryCapMinor ?? 0n;
  return {
    amount: budget ? toDecimal({ amountMinor: budget.amountMinor, currency }) : '',
    period: budget?.period ?? DEFAULT_PERIOD.period,
    fiscalStart: String(budget?.fiscalStartMonth ?? DEFAULT_PERIOD.fiscalStartMonth),
    carryOver: carryMinor === 0n ? '' : toDecimal({ amountMinor: carryMinor, currency }),
    limit: budget?.isSoft ? 'soft' : 'hard',
  };
}

function Fields({ words, typed, errors }: { words: Words; typed: Typed; errors: FieldErrors }) {
  const { say } = words;
  return (
    <>
      <TextField
        typed={typed}
        error={errors.amount}
        name="amount"
        label={say('web.amount.amount')}
        hint={say('web.amount.amountHint')}
      />
      <SelectField
        chosen={typed.period}
        error={errors.period}
        name="period"
        label={say('web.amount.period')}
        options={PERIOD_KINDS.map((kind) => [kind, say(`period.${kind}`)])}
      />
      <SelectField
        chosen={typed.fiscalStart}
        error={errors.fiscalStart}
        name="fiscalStart"
        label={say('web.amount.fiscalStart')}
        hint={say('web.amount.fiscalStartHint')}
        options={MONTHS.map((month) => [String(month), monthText(words, month)])}
      />
      <TextField
        typed={typed}
        error={errors.carryOver}
        name="carryOver"
        label={say('web.amount.carryOver')}
        hint={say('web.amount.carryOverHint')}
      />
      <SelectField
        chosen={typed.limit}
        error={errors.limit}
        name="limit"
        label={say('web.amount.limit')}
        options={[
          ['hard', say('web.amount.hard')],
          ['soft', say('web.amount.soft')],
        ]}
      />
    </>
  );
}

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

function monthText({ locale }: Words, month: number): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2026, month - 1, 1),
  );
}

type Amounts = {
  amountMinor: bigint;
  period: PeriodKind;
  fiscalStartMonth: number;
  carryCapMinor: bigint;
  isSoft: boolean;
};

function readAmountForm(asked: Asked, found: ListedBudget, typed: Typed): ReadChange {
  const { words, app } = asked.deps;
  const { department } = found;
  const amount = readMoney(words, department, typed['amount'] ?? '');
  const carry = readMoney(words, department, typed['carryOver'] || '0');
  const period = PERIOD_KINDS.find((kind) => kind === typed['period']);
  const month = MONTHS.find((one) => String(one) === typed['fiscalStart']);
  if (!amount.ok || !carry.ok || !period || !month) {
    return {
      ok: false,
      errors: {
        ...(!amount.ok && { amount: amount.error }),
        ...(!carry.ok && { carryOver: carry.error }),
        ...(!period && { period: words.say('web.form.unreadable') }),
        ...(!month && { fiscalStart: words.say('web.form.unreadable') }),
      },
    };
  }
  const wanted: Amounts = {
    amountMinor: amount.amountMinor,
    carryCapMinor: carry.amountMinor,
    period,
    fiscalStartMonth: month,
    isSoft: typed['limit'] === 'soft',
  };
  const setting = { department, ...wanted, actorId: asked.reader.person.id };
  const text = formatMoney({ amountMinor: amount.amountMinor, currency: department.currency }, words.locale);
  return {
    ok: true,
    wanted: {
      button: words.say('web.amount.save', {
        department: department.name,
        amount: text,
        period: words.say(`period.${period}`),
      }),
      preview: async (from) =>
        previewAmount(asked, {
          found,
          wanted,
          planned: await app.budget.planSetting({ ...setting, from }),
          from,
        }),
      save: (mark) => app.budget.set({ ...setting, ...mark }),
    },
  };
}

type Planned = {
  found: ListedBudget;
  wanted: Amounts;
  planned: Outcome<BudgetState>;
  from?: Date | undefined;
};

/** What is set for a department at an instant, as far as is known; now without one. Undefined where nothing was ever set. */
export async function budgetAt(
  { deps, reader }: Asked,
  { department: { id: departmentId }, budget }: ListedBudget,
  from: Date | undefined,
): Promise<ListedBudget['budget']> {
  if (!from) return budget;
  const plans = await deps.app.queries.budget.listPlans(reader.person, { departmentId });
  return findPlannedBudget(plans, { departmentId, from }) ?? budget;
}

/** What will be set, and what becomes of the running period, where it holds at once. */
export async function previewAmount(
  asked: Asked,
  { found, wanted, planned, from }: Planned,
): Promise<Outcome<Preview>> {
  if (!planned.ok) return planned;
  const { words, app } = asked.deps;
  const { department, state } = found;
  const { say } = words;
  const { person } = asked.reader;
  const budget = await budgetAt(asked, found, from);
  const setRows = changed(
    settingRows(words, budget, department.currency),
    settingRows(words, wanted, department.currency),
  );
  const isNothing = setRows.length === 0;
  const givers = await app.queries.budget.listGivers(person, department.id);
  const forWhom = say('web.change.givers', { department: department.name, count: givers.length });
  if (from) return done({ rows: setRows, notes: [forWhom] });
  const runs = changed(
    stateRows(words, state, department.currency),
    stateRows(words, planned.value, department.currency),
  );
  const isNewPeriod = budget !== undefined && budget.period !== wanted.period;
  return done({
    rows: isNothing ? [] : [...setRows, ...runs],
    notes: [
      say('web.amount.now', { until: words.date(planned.value.until, department.timeZone) }),
      ...(isNewPeriod ? [say('web.amount.newPeriod', { period: say(`period.${wanted.period}`) })] : []),
      forWhom,
    ],
  });
}

type Line = { label: string; value: string };

function changed(before: readonly Line[], after: readonly Line[]): ChangeRow[] {
  return after.flatMap(({ label, value }, index) => {
    const was = before[index]?.value ?? '';
    return was === value ? [] : [{ label, before: was, after: value }];
  });
}

function settingRows(words: Words, set: Amounts | undefined, currency: string): Line[] {
  const { say, locale } = words;
  function value(text: (one: Amounts) => string): string {
    return set ? text(set) : say('web.amount.none');
  }
  return [
    {
      label: say('web.amount.amount'),
      value: value(({ amountMinor }) => formatMoney({ amountMinor, currency }, locale)),
    },
    { label: say('web.amount.period'), value: value(({ period }) => say(`period.${period}`)) },
    {
      label: say('web.amount.fiscalStart'),
      value: value(({ fiscalStartMonth }) => monthText(words, fiscalStartMonth)),
    },
    {
      label: say('web.amount.carryOver'),
      value: value(({ carryCapMinor }) => formatMoney({ amountMinor: carryCapMinor, currency }, locale)),
    },
    {
      label: say('web.amount.limit'),
      value: value(({ isSoft }) => say(isSoft ? 'web.amount.soft' : 'web.amount.hard')),
    },
  ];
}

function stateRows({ say, locale }: Words, state: BudgetState | undefined, currency: string): Line[] {
  const { grantedMinor, leftMinor } = state ?? { grantedMinor: 0n, leftMinor: 0n };
  return [
    {
      label: say('web.amount.grantedNow'),
      value: formatMoney({ amountMinor: grantedMinor, currency }, locale),
    },
    { label: say('web.amount.leftNow'), value: formatMoney({ amountMinor: leftMinor, currency }, locale) },
  ];
}
