import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { tableText } from '#src/cli/kit/table.ts';
import type { DepartmentPlan, GiftFilePlan } from './plan-gifts.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';

/** Whether every row can be given. */
export function isClear({ badRows, departments }: GiftFilePlan): boolean {
  return badRows === 0 && departments.every((plan) => missingMinor(plan) === 0n);
}

/** Every row was given before, and more than a day ago: more likely last month's file than a repeated run. */
export function looksForgotten({ rows, toGive, before }: GiftFilePlan, now: Date): boolean {
  const isAll = rows > 0 && toGive === 0 && before.rows > 0;
  return isAll && before.lastAt !== undefined && now.getTime() - before.lastAt.getTime() > DAY_MS;
}

/** Another batch gave most of it within a day: more likely a missing or mistyped name than a second time on purpose. */
export function looksTwice({ other }: GiftFilePlan, now: Date): boolean {
  return other !== undefined && now.getTime() - other.lastAt.getTime() < DAY_MS;
}

/** What a file would give, in lines for people. */
export function giftPlanLines(words: Words, plan: GiftFilePlan, timeZone: string): string[] {
  const { toGive, repeated, badRows, before } = plan;
  return [
    ...(plan.departments.length > 0 ? [departmentTable(words, plan.departments), ''] : []),
    `To give: ${toGive}, bad rows: ${badRows}, given before: ${before.rows}`,
    ...(repeated > 0 ? [`Rows that repeat another one: ${repeated}. Each is a gift of its own.`] : []),
    ...guestLines(words, plan),
    ...(toGive > 0 ? ['Limits of givers and recipients are checked when it is given.'] : []),
    ...beforeLines(words, before, timeZone),
    ...correctedLines(words, plan),
    ...otherLines(words, plan, timeZone),
  ];
}

/** A plan for programs; `leftMinor` is null where no budget was ever set. */
export function giftPlanJson({ before, departments, other, ...plan }: GiftFilePlan) {
  const { rows, toGive, badRows, repeated, corrected, guests } = plan;
  return {
    rows,
    toGive,
    badRows,
    repeated,
    corrected,
    guests: guests.map(({ email }) => email),
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

/** What the budget lacks for all of it; a soft budget lacks nothing. */
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
  return [`${what} given ${when} and will be left out. To give them again, name this run: --batch NAME`];
}

function guestLines({ say }: Words, { guests }: GiftFilePlan): string[] {
  return guests.length > 0 ? [say('gifts.file.guests', { count: guests.length })] : [];
}

/** As many lines are named. */
const MOST_LINES = 30;

/** Which rows look corrected since they were given. */
export function correctedLines({ say }: Words, { corrected }: GiftFilePlan): string[] {
  if (corrected.length === 0) return [];
  const some = corrected.slice(0, MOST_LINES).map((line) => `line ${line}`);
  const lines = corrected.length > MOST_LINES ? [...some, '…'] : some;
  return [say('gifts.file.corrected', { count: corrected.length, lines: lines.join(', ') })];
}

function otherLines(words: Words, { other }: GiftFilePlan, timeZone: string): string[] {
  if (!other) return [];
  const name = other.batch === '' ? 'without a batch' : `as batch “${other.batch}”`;
  const last = words.date(other.lastAt, timeZone);
  return [`Look twice: the same was given ${name}, last on ${last}. It would be given again.`];
}
