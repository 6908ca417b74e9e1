import { formatMoney, toDecimal } from '#src/domain/kit/money.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { done } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import { type BudgetDeed, readMoney } from './change.ts';
import { findBudget } from './find-budget.ts';
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
    const { say, locale } = words;
    const { department } = found;
    const { person } = asked.reader;
    if (grantsThemselves(person, { personId })) return { kind: 'own-budget' };
    const givers = await app.queries.budget.listGivers(person, department.id);
    const giver = givers.find((one) => one.personId === personId);
    if (!giver) return undefined;
    const { organizationId, currency } = department;
    const { name, isOwn, allowanceMinor } = giver;
    function money(amountMinor: bigint | null) {
      return amountMinor === null ? say('web.rules.noLimit') : formatMoney({ amountMinor, currency }, locale);
    }
    return {
      title: say('web.allowance.title', { name }),
      lead: say('web.allowance.lead', { used: money(giver.usedMinor) }),
      typed: {
        amount: isOwn && allowanceMinor !== null ? toDecimal({ amountMinor: allowanceMinor, currency }) : '',
      },
      fields: (typed, errors) => (
        <TextField
          name="amount"
          label={say('web.allowance.amount')}
          hint={say('web.allowance.amountHint', { role: giver.role })}
          typed={typed}
          error={errors.amount}
        />
      ),
      seen: (await app.queries.budget.findVersion(person, { what: 'allowance', personId })) ?? '',
      main: 'amount',
      takesReason: true,
      read(typed) {
        const text = (typed['amount'] ?? '').trim();
        const read =
          text === '' ? ({ ok: true, amountMinor: null } as const) : readMoney(words, department, text);
        if (!read.ok) return { ok: false, errors: { amount: read.error } };
        const { amountMinor } = read;
        const isSame = isOwn ? amountMinor === allowanceMinor : amountMinor === null;
        const before = isOwn ? money(allowanceMinor) : say('web.allowance.ofRole', { role: giver.role });
        const after =
          amountMinor === null ? say('web.allowance.ofRole', { role: giver.role }) : money(amountMinor);
        const setting = {
          person: { organizationId, id: personId },
          currency,
          amountMinor,
          actorId: person.id,
        };
        return {
          ok: true,
          wanted: {
            button: say('web.allowance.save', { name, amount: after }),
            preview: async () =>
              done({
                rows: isSame ? [] : [{ label: say('web.allowance.amount'), before, after }],
                notes: [say('web.allowance.note', { name, used: money(giver.usedMinor) })],
              }),
            save: (mark) => app.budget.setAllowance({ ...setting, ...mark }),
          },
        };
      },
      back: `/budgets/${department.id}`,
      said: 'allowance',
    };
  },
};
