import { done } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import type { BudgetDeed } from './change.ts';
import { findBudget } from './find-budget.ts';

/** Stops giving from a budget, or lets it go on. The form says which of both, so that a second press does not turn it around. */
export const freezeChange: BudgetDeed = {
  path: '/:departmentId/freeze',
  right: 'set-budgets',
  async open(asked) {
    const found = await findBudget(asked);
    if (!found) return undefined;
    const { words, app } = asked.deps;
    const { say } = words;
    const { department, isFrozen } = found;
    const { person } = asked.reader;
    const isOwn = grantsThemselves(person, { departmentId: department.id });
    if (isOwn && isFrozen) return { kind: 'own-budget' };
    const name = { department: department.name };
    return {
      title: say(isFrozen ? 'web.freeze.openTitle' : 'web.freeze.title', name),
      lead: say(isFrozen ? 'web.freeze.openLead' : 'web.freeze.lead'),
      typed: { to: isFrozen ? 'open' : 'frozen' },
      fields: (typed) => <input type="hidden" name="to" value={typed['to'] ?? ''} />,
      seen: '',
      main: 'reason',
      takesReason: true,
      read(typed) {
        const toFrozen = typed['to'] !== 'open';
        function text(frozen: boolean) {
          return say(frozen ? 'web.freeze.isFrozen' : 'web.freeze.isOpen');
        }
        const row = { label: say('web.freeze.giving', name), before: text(isFrozen), after: text(toFrozen) };
        return {
          ok: true,
          wanted: {
            button: say(toFrozen ? 'web.freeze.save' : 'web.freeze.saveOpen', name),
            preview: async () =>
              done({
                rows: isFrozen === toFrozen ? [] : [row],
                notes: [say(toFrozen ? 'web.freeze.note' : 'web.freeze.openNote', name)],
              }),
            async save({ reason }) {
              return app.budget.freeze({ department, isFrozen: toFrozen, reason, actorId: person.id });
            },
          },
        };
      },
      back: `/budgets/${department.id}`,
      said: 'frozen',
    };
  },
};
