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

/** The budgets of the rows, and of a currency's total where each of its departments has one. */
export function budgetsOfRows(
  budgets: readonly BudgetOfDepartment[],
  { rows }: { rows: readonly DepartmentRow[] },
): BudgetsOfRows {
  const found = new Map<string, BudgetFigures>(
    budgets.map((budget) => [budgetKey(budget.departmentId, budget.currency), budget]),
  );
  for (const currency of new Set(rows.map((row) => row.currency))) {
    const own = rows
      .filter((row) => row.currency === currency)
      .map(({ member }) => found.get(budgetKey(member, currency)));
    if (own.includes(undefined)) continue;
    const known = own.filter((budget) => budget !== undefined);
    found.set(budgetKey('', currency), {
      budgetMinor: known.reduce((sum, { budgetMinor }) => sum + budgetMinor, 0n),
      leftMinor: known.reduce((sum, { leftMinor }) => sum + leftMinor, 0n),
    });
  }
  return found;
}
