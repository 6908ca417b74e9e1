import { describe, expect, it } from 'vitest';
import { budgetKey, budgetsOfRows } from '#src/domain/report/budgets-of-rows.ts';

function budget(departmentId: string, currency: string, budgetMinor: bigint, leftMinor: bigint) {
  return { departmentId, currency, budgetMinor, leftMinor };
}

describe('the budgets beside a report by department', () => {
  const budgets = [budget('sales', 'EUR', 800n, 300n), budget('design', 'USD', 500n, 100n)];

  it('are added up for a currency, though people of a department with another one spend in it', () => {
    const rows = [
      { member: 'sales', currency: 'EUR' },
      { member: 'design', currency: 'EUR' },
    ];

    const found = budgetsOfRows(budgets, { rows });

    expect(found.get(budgetKey('', 'EUR'))).toEqual({ budgetMinor: 800n, leftMinor: 300n });
    expect(found.get(budgetKey('design', 'EUR'))).toBeUndefined();
  });

  it('are not added up where one of them is not known', () => {
    const rows = [
      { member: 'sales', currency: 'EUR' },
      { member: 'legal', currency: 'EUR' },
    ];

    expect(budgetsOfRows(budgets, { rows }).get(budgetKey('', 'EUR'))).toBeUndefined();
  });

  it('have no total where none of them is in the currency', () => {
    const rows = [{ member: 'design', currency: 'EUR' }];

    expect(budgetsOfRows(budgets, { rows }).get(budgetKey('', 'EUR'))).toBeUndefined();
  });
});
