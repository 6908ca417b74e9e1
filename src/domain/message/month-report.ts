import type { StoredMoney } from '#src/domain/kit/money.ts';

/** What a department gave in a month and in the one before, and what is not redeemed of all that it ever gave. */
type MonthLine = {
  department: string;
  gifts: number;
  given: StoredMoney;
  before: StoredMoney;
  unclaimed: StoredMoney;
};

/** A month as one reader is told of it. `totals`: by currency, which are never added; `more`: how many departments are left out. */
export type MonthReport = {
  month: string;
  isAll: boolean;
  totals: Omit<MonthLine, 'department'>[];
  lines: MonthLine[];
  more: number;
};
