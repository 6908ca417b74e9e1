import { describe, expect, it } from 'vitest';
import { ACTIVITY_KINDS } from '#src/domain/ledger/activity-kinds.ts';
import { UNTOLD } from '#src/domain/ledger/changes-text.ts';
import { en } from '#src/words/en.ts';
import { createWords } from '#src/words/words.ts';
import { readRecordedFields } from '#test/helpers/recorded-fields.ts';

const words = createWords();

/** What takes fields from its callers, who are walked themselves; and amounts by currency. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
  'src/db/ledger/activity.ts': ['*'],
  'src/usecases/budget/set-allowance.ts': ['change.*'],
  'src/usecases/budget/set-giving-rules.ts': ['change.*'],
  'src/usecases/budget/set-second-person.ts': ['before.*', 'before.over.*', 'over.*'],
  'src/usecases/budget/steps/later-budget.ts': ['change.*'],
  'src/usecases/budget/withdraw-plan.ts': ['change.*'],
  'src/usecases/checkout/steps/record-checkout.ts': ['*'],
  'src/usecases/people/steps/move-holdings.ts': ['*'],
  'src/usecases/reward/steps/take-stock-code.ts': ['*'],
  'src/usecases/session/set-factor-policy.ts': ['before.over.*', 'over.*'],
  'src/usecases/store/steps/record-order.ts': ['*'],
  'src/usecases/store/steps/write-item.ts': ['before.prices.*', 'after.prices.*'],
};

describe('the words of the record', () => {
  it('name every kind of activity, and no other', () => {
    const named = Object.keys(en).flatMap((key) => /^record\.kind\.(.+)$/u.exec(key)?.[1] ?? []);

    expect(named.toSorted()).toEqual(ACTIVITY_KINDS);
  });

  it('name every field that the code can write to it, but for those that say nothing to people', () => {
    const { fields, open } = readRecordedFields();
    const names = fields.map(({ path }) => path.split('.').at(-1) ?? path);
    const nameless = fields.filter(
      (_, index) => words.field(names[index] ?? '') === undefined && !isUntold(names[index] ?? ''),
    );

    expect(new Set(names).size).toBeGreaterThan(100);
    expect(nameless).toEqual([]);
    expect(open.filter(({ file, path }) => !OPEN[file]?.includes(path))).toEqual([]);
    const labels = Object.keys(en).flatMap((key) => /^record\.field\.(.+)$/u.exec(key)?.[1] ?? []);
    expect(labels.filter((label) => !names.includes(label))).toEqual([]);
  }, 60_000);
});

function isUntold(name: string): boolean {
  return ['before', 'after', 'rules'].includes(name) || (UNTOLD as readonly string[]).includes(name);
}
