import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { tableText } from '#src/cli/kit/table.ts';
import type { DepartmentPlan, GiftFilePlan } from './plan-gifts.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';

/** Rows given so long ago are hardly those of a run that is repeated because it broke off. */

/** Whether nothing stands in the way of any row. */
export function isClear({ badRows, departments }: GiftFilePlan): boolean {
  return badRows === 0 && departments.every((plan) => missingMinor(plan) === 0n);
}

/** Every row was given before, and not just now: a file of last month, more likely than one run twice. */
export function looksForgotten({ rows, toGive, before }: GiftFilePlan, now: Date): boolean {
  const isAll = rows > 0 && toGive === 0 && before.rows > 0;
  return isAll && before.lastAt !== undefined && now.getTime() - before.lastAt.getTime() > DAY_MS;
}

/** Most of it was given by another batch within a day: a name left out or mistyped, more likely than a second time. */
export function looksTwice({ other }: GiftFilePlan, now: Date): boolean {
  return other !== undefined && now.getTime() - other.lastAt.getTime() < DAY_MS;
}

/** What a file would give, line by line for people. */
export function planLines(words: Words, plan: GiftFilePlan, timeZone: string): string[] {
  const { toGive, repeated, badRows, before } = plan;
  return [
    ...(plan.departments.length > 0 ? [departmentTable(words, plan.departments), ''] : []),
    `To give: ${toGive}, bad rows: ${badRows}, given before: ${before.rows}`,
    ...(repeated > 0 ? [`Rows that repeat another one: ${repeated}. Each is a gift of its own.`] : []),
    ...(toGive > 0 ? ['Limits of givers and recipients are looked at when it is given.'] : []),
    ...beforeLines(words, before, timeZone),
    ...otherLines(words, plan, timeZone),
  ];
}

/** A plan for programs; `leftMinor` is null where no budget was ever set. */
export function planJson({ before, departments, other, ...counts }: GiftFilePlan) {
  return {
    ...counts,
    givenBefore: { rows: before.rows, firstAt: before.firstAt ?? null, lastAt: before.lastAt ?? null },
    otherBatch: other ? { batch: other.batch, lastAt: other.lastAt } : null,
    departments: departments.map((plan) => ({
      department: plan.department.name,
      currency: plan.department.currency,
      gifts: plan.gifts,
      totalMinor: plan.totalMinor,
      leftMinor: plan.leftMinor,
      missingMinor: missingMinor(plan),
    })),
  };
}

/** What the budget lacks for all of it; a soft one lacks nothing. */
function missingMinor({ totalMinor, leftMinor, isSoft }: DepartmentPlan): bigint {
  if (isSoft) return 0n;
  const left = leftMinor !== null && leftMinor > 0n ? leftMinor : 0n;
  return totalMinor > left ? totalMinor - left : 0n;
}

function departmentTable(words: Words, plans: readonly DepartmentPlan[]): string {
  const columns = [
    { title: 'Department' },
    { title: 'Gifts', align: 'right' as const },
    { title: 'Total', align: 'right' as const },
    { title: 'Left', align: 'right' as const },
    { title: '' },
  ];
  return tableText(
    columns,
    plans.map((plan) => rowOf(words, plan)),
  );
}

function rowOf({ locale }: Words, plan: DepartmentPlan): string[] {
  const { department, gifts, totalMinor, leftMinor } = plan;
  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency: department.currency }, locale);
  }
  const missing = missingMinor(plan);
  return [
    department.name,
    gifts.toLocaleString(locale),
    money(totalMinor),
    leftMinor === null ? 'no budget' : money(leftMinor),
    missing > 0n ? `${money(missing)} too much` : '',
  ];
}

function beforeLines(
  words: Words,
  { rows, firstAt, lastAt }: GiftFilePlan['before'],
  timeZone: string,
): string[] {
  if (!firstAt || !lastAt) return [];
  const [first, last] = [firstAt, lastAt].map((at) => words.date(at, timeZone));
  const when = first === last ? `on ${first}` : `between ${first} and ${last}`;
  const what = rows === 1 ? 'One row was' : `${rows} rows were`;
  return [`${what} given ${when} and will be left out. To give them once more, name this time: --batch NAME`];
}

function otherLines(words: Words, { other }: GiftFilePlan, timeZone: string): string[] {
  if (!other) return [];
  const name = other.batch === '' ? 'without a batch' : `as batch “${other.batch}”`;
  const last = words.date(other.lastAt, timeZone);
  return [`Look twice: the same was given ${name}, last on ${last}. It would be given once more.`];
}
