import type { StoredMoney } from '#src/domain/kit/money.ts';

/**
 * A week as one manager is told of it on its Monday. `week`: that Monday, such as `2026-11-23`. `left`: of the budget, `until` an ISO
 * instant; `own`: of their own allowance, where they have one. `without`: who of their people had nothing this quarter. `given`: by their
 * department in the week that is over, and in the one before, by currency.
 */
export type WeekReport = {
  week: string;
  department: string;
  timeZone: string;
  left: { left: StoredMoney; until: string } | undefined;
  own: StoredMoney | undefined;
  without: { people: number; count: number; names: string[] };
  waiting: number;
  given: { gifts: number; given: StoredMoney; before: StoredMoney }[];
};
