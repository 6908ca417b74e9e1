import type { ListedGiver, PlannedView } from '#src/app.ts';
import { formatMoney, toDecimal } from '#src/domain/kit/money.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { done } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Words } from '#src/words/words.ts';
import { type Asked, type BudgetDeed, readMoney, type ReadChange, type Typed } from './change.ts';
import { findBudget } from './find-budget.ts';
import { findPlannedAllowance } from '../plans/find-planned.ts';
import { TextField } from '../../../frame/text-field.tsx';

/** What one giver may give per period, instead of what their role may. */
export const allowanceChange: BudgetDeed = {
  path: '/:departmentId/allowances/:personId',
  right: 'set-allowances',
  async open(asked) {
    const found = await findBudget(asked);
    const personId = asked.param('personId').toLowerCase();
    if (!found || !isUuid(personId)) return undefined;
    const { words, app } = asked.deps;
    const { say } = words;
    const { department } = found;
    const { person } = asked.reader;
    if (grantsThemselves(person, { personId })) return { kind: 'own-budget' };
    const givers = await app.queries.budget.listGivers(person, department.id);
    const giver = givers.find((one) => one.personId === personId);
    if (!giver) return undefined;
    const { currency, timeZone } = department;
    const { name, role, isOwn, allowanceMinor } = giver;
    const plans = await app.queries.budget.listPlans(person, { departmentId: department.id });
    function typedOf(ownMinor: bigint | null): Typed {
      return { amount: ownMinor === null ? '' : toDecimal({ amountMinor: ownMinor, currency }) };
    }
    const ownMinor = isOwn ? allowanceMinor : null;
    return {
      title: say('web.allowance.title', { name }),
      lead: say('web.allowance.lead', { used: amountText(words, giver.usedMinor, currency) }),
      typed: typedOf(ownMinor),
      async typedAt(from) {
        const planned = findPlannedAllowance(plans, { personId, from });
        return typedOf(planned ? planned.amountMinor : ownMinor);
      },
      fields: (typed, errors) => (
        <TextField
          name="amount"
          label={say('web.allowance.amount')}
          hint={say('web.allowance.amountHint', { role })}
          typed={typed}
          error={errors.amount}
        />
      ),
      seen: (await app.queries.budget.findVersion(person, { what: 'allowance', personId })) ?? '',
      main: 'amount',
      currency,
      timeZone,
      takesReason: true,
      read: (typed) => readAllowance(asked, { department, giver, plans }, typed),
      back: `/budgets/${department.id}`,
      said: 'allowance',
    };
  },
};

type Standing = { department: Department; giver: ListedGiver; plans: readonly PlannedView[] };

function readAllowance(asked: Asked, { department, giver, plans }: Standing, typed: Typed): ReadChange {
  const { words, app } = asked.deps;
  const { say } = words;
  const { organizationId, currency } = department;
  const { personId, name, role, isOwn, allowanceMinor } = giver;
  const text = (typed['amount'] ?? '').trim();
  const none = { ok: true as const, amountMinor: null };
  const read = text === '' ? none : readMoney(words, department, text);
  if (!read.ok) return { ok: false, errors: { amount: read.error } };
  const { amountMinor } = read;
  function ownText(own: bigint | null) {
    return own === null ? say('web.allowance.ofRole', { role }) : amountText(words, own, currency);
  }
  const after = ownText(amountMinor);
  const { id: actorId } = asked.reader.person;
  const setting = { person: { organizationId, id: personId }, currency, amountMinor, actorId };
  return {
    ok: true,
    wanted: {
      button: say('web.allowance.save', { name, amount: after }),
      async preview(from) {
        const planned = from && findPlannedAllowance(plans, { personId, from });
        const own = planned ? planned.amountMinor : isOwn ? allowanceMinor : null;
        const row = { label: say('web.allowance.amount'), before: ownText(own), after };
        const used = amountText(words, giver.usedMinor, currency);
        const notes = from ? [] : [say('web.allowance.note', { name, used })];
        return done({ rows: own === amountMinor ? [] : [row], notes });
      },
      save: (mark) => app.budget.setAllowance({ ...setting, ...mark }),
    },
  };
}

function amountText({ locale }: Words, amountMinor: bigint, currency: string): string {
  return formatMoney({ amountMinor, currency }, locale);
}
