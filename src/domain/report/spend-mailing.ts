import { Temporal } from 'temporal-polyfill';
import type { FileFormat } from '#src/domain/kit/file-format.ts';
import { type PersonActor, scopeOf } from '#src/domain/people/access.ts';
import type { DayRange } from './day-range.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';

/** By what somebody gets the spend of each month, and as what kind of file. */
export type SpendMailing = { by: SpendDimension; format: FileFormat };

/** Whether somebody sees spend: of all, or of their own department. */
export function seesSpend(person: PersonActor): boolean {
  const { isAll, departmentId } = scopeOf(person, 'spend');
  return isAll || departmentId !== undefined;
}

/** Whether somebody may get it by mail: colleagues who see spend, and nobody outside. */
export function mayGetSpend(person: PersonActor & { email: string | null }): boolean {
  return seesSpend(person) && person.isGuest !== true && person.email !== null;
}

/** The days of a month such as `2026-11`. */
export function daysOfMonth(month: string): DayRange {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  return { from: `${month}-01`, to: `${month}-${daysInMonth}` };
}
