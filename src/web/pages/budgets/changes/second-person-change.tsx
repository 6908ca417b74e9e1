import { formatMoney, isCurrency, toDecimal } from '#src/domain/kit/money.ts';
import { done } from '#src/domain/outcome.ts';
import { TextField } from '../../../frame/text-field.tsx';
import { type BudgetDeed, readMoney } from './change.ts';

/** Above which amount a change of money rules needs a second person. */
export const secondPersonChange: BudgetDeed = {
  path: '/second-person/:currency',
  right: 'set-rules',
  async open(asked) {
    const currency = asked.param('currency');
    if (!isCurrency(currency)) return undefined;
    const { words, app, organization } = asked.deps;
    const { say, locale } = words;
    const { id: actorId, organizationId } = asked.reader.person;
    const found = await app.queries.budget.findSecondPerson(asked.reader.person);
    const stands = found?.setting[currency] ?? null;
    function text(amountMinor: bigint | null) {
      return amountMinor === null ? say('web.second.none') : formatMoney({ amountMinor, currency }, locale);
    }
    return {
      title: say('web.second.title'),
      lead: say('web.second.lead'),
      typed: { amount: stands === null ? '' : toDecimal({ amountMinor: stands, currency }) },
      fields: (typed, errors) => (
        <TextField
          name="amount"
          label={say('web.second.amount', { currency })}
          hint={say('web.second.amountHint')}
          typed={typed}
          error={errors.amount}
        />
      ),
      seen: found?.version ?? '',
      main: 'amount',
      takesReason: true,
      read(typed) {
        const entered = (typed['amount'] ?? '').trim();
        const none = { ok: true as const, amountMinor: null };
        const read = entered === '' ? none : readMoney(words, { name: organization.name, currency }, entered);
        if (!read.ok) return { ok: false, errors: { amount: read.error } };
        const { amountMinor } = read;
        const row = {
          label: say('web.second.amount', { currency }),
          before: text(stands),
          after: text(amountMinor),
        };
        return {
          ok: true,
          wanted: {
            button:
              amountMinor === null
                ? say('web.second.saveOff', { currency })
                : say('web.second.save', { amount: text(amountMinor) }),
            preview: async () =>
              done({ rows: amountMinor === stands ? [] : [row], notes: [say('web.second.now')] }),
            save: (mark) =>
              app.budget.setSecondPerson({ organizationId, currency, amountMinor, actorId, ...mark }),
          },
        };
      },
      back: '/budgets',
      said: 'second',
    };
  },
};
