/** A budget and what is left of it, in minor units. */
export type BudgetFigures = { budgetMinor: bigint; leftMinor: bigint };

/** By the department's id and the currency; a total's department is empty. Where there is none, nobody can say. */
export type BudgetsOfRows = ReadonlyMap<string, BudgetFigures>;

export function budgetKey(departmentId: string, currency: string): string {
  return `${departmentId} ${currency}`;
}

/** A department's budget over some days. */
type BudgetOfDepartment = BudgetFigures & { departmentId: string; currency: string };

/** A row of a report: `member` is the department's id. */
type DepartmentRow = { member: string; currency: string };

/**
 * The budgets of the rows, and of a currency's total where each of its departments that may have one has one. A department that gives
 * from a budget in another currency is in a row by what its people spend alone.
 */
export function budgetsOfRows(
  budgets: readonly BudgetOfDepartment[],
  { rows }: { rows: readonly DepartmentRow[] },
): BudgetsOfRows {
  const found = new Map<string, BudgetFigures>(
    budgets.map((budget) => [budgetKey(budget.departmentId, budget.currency), budget]),
  );
  const known = new Set(budgets.map(({ departmentId }) => departmentId));
  function isElsewhere({ member, currency }: DepartmentRow): boolean {
    return known.has(member) && !found.has(budgetKey(member, currency));
  }
  for (const currency of new Set(rows.map((row) => row.currency))) {
    const own = rows
      .filter((row) => row.currency === currency && !isElsewhere(row))
      .map(({ member }) => found.get(budgetKey(member, currency)));
    if (own.length === 0 || own.includes(undefined)) continue;
    const theirs = own.filter((budget) => budget !== undefined);
    found.set(budgetKey('', currency), {
      budgetMinor: theirs.reduce((sum, { budgetMinor }) => sum + budgetMinor, 0n),
      leftMinor: theirs.reduce((sum, { leftMinor }) => sum + leftMinor, 0n),
    });
  }
  return found;
}
