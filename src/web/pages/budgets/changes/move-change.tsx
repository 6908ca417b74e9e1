import type { ListedBudget } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import type { FieldErrors } from '../../../frame/field.tsx';
import {
  type Asked,
  type BudgetDeed,
  type Preview,
  type ReadChange,
  readMoneyAboveZero,
  type Typed,
} from './change.ts';
import { findBudget } from './find-budget.ts';
import { SelectField } from '../../../frame/select-field.tsx';
import { TextField } from '../../../frame/text-field.tsx';

/** Money that one department has left, to another with the same currency. */
export const moveChange: BudgetDeed = {
  path: '/:departmentId/move',
  right: 'set-budgets',
  async open(asked) {
    const found = await findBudget(asked);
    if (!found?.state) return undefined;
    const { deps, reader } = asked;
    const { say } = deps.words;
    const { department } = found;
    const all = await deps.app.queries.budget.list(reader.person);
    const targets = all.filter(({ department: one, state }) => {
      return state && one.id !== department.id && one.currency === department.currency;
    });
    return {
      title: say('web.move.title', { department: department.name }),
      lead: say(targets.length > 0 ? 'web.move.lead' : 'web.move.nowhere', { currency: department.currency }),
      typed: { amount: '', to: '' },
      fields: (typed, errors) => fieldsOf(asked, targets, typed, errors),
      seen: '',
      main: 'amount',
      currency: department.currency,
      takesReason: true,
      read: (typed) => readMove(asked, { source: found, targets }, typed),
      back: `/budgets/${department.id}`,
      said: 'moved',
    };
  },
};

function fieldsOf({ deps }: Asked, targets: readonly ListedBudget[], typed: Typed, errors: FieldErrors) {
  const { say } = deps.words;
  const choices = targets.map(({ department: { id, name } }) => [id, name] as const);
  return (
    <>
      <TextField name="amount" label={say('web.move.amount')} typed={typed} error={errors.amount} />
      <SelectField
        name="to"
        label={say('web.move.to')}
        chosen={typed.to}
        error={errors.to}
        options={[['', say('web.move.choose')], ...choices]}
      />
    </>
  );
}

type Ends = { source: ListedBudget; targets: readonly ListedBudget[] };

function readMove(asked: Asked, { source, targets }: Ends, typed: Typed): ReadChange {
  const { words, app } = asked.deps;
  const { department: from } = source;
  const read = readMoneyAboveZero(words, from, typed['amount'] ?? '');
  const target = targets.find(({ department }) => department.id === typed['to']);
  if (!read.ok || !target) {
    const errors = {
      ...(!read.ok && { amount: read.error }),
      ...(!target && { to: words.say('web.move.missing') }),
    };
    return { ok: false, errors };
  }
  const { amountMinor } = read;
  const { department: to } = target;
  const { person } = asked.reader;
  const isOwn = grantsThemselves(person, { departmentId: to.id });
  const amount = formatMoney({ amountMinor, currency: from.currency }, words.locale);
  const move = { from, to, amountMinor, actorId: person.id };
  return {
    ok: true,
    wanted: {
      button: words.say('web.move.save', { amount, from: from.name, to: to.name }),
      async preview() {
        if (isOwn) return refused({ kind: 'own-budget' });
        const planned = await app.budget.planMove({ ...move, id: crypto.randomUUID(), reason: '' });
        return planned.ok ? previewMove(asked, { source, target, amountMinor }) : planned;
      },
      save: ({ id, reason }) => app.budget.move({ ...move, id, reason }),
    },
  };
}

/** What both departments have left before and after. */
export function previewMove(
  { deps: { words } }: Asked,
  { source, target, amountMinor }: { source: ListedBudget; target: ListedBudget; amountMinor: bigint },
): Outcome<Preview> {
  function row({ department, state }: ListedBudget, changeMinor: bigint) {
    const beforeMinor = state?.leftMinor ?? 0n;
    function money(minor: bigint) {
      return formatMoney({ amountMinor: minor, currency: department.currency }, words.locale);
    }
    const label = words.say('web.move.leftOf', { department: department.name });
    return { label, before: money(beforeMinor), after: money(beforeMinor + changeMinor) };
  }
  return done({
    rows: [row(source, -amountMinor), row(target, amountMinor)],
    notes: [words.say('web.move.note')],
  });
}
