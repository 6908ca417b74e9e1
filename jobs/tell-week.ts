import { storeMoney, type StoredMoney } from '#src/domain/kit/money.ts';
import { periodOf } from '#src/domain/kit/period.ts';
import type { WeekReport } from '#src/domain/message/week-report.ts';
import { weekBefore } from '#src/domain/report/week-report.ts';
import type { App } from '#src/app.ts';
import type { Job } from './job.ts';

const MOST_NAMES = 8;

type Due = Awaited<ReturnType<App['report']['findDueWeeks']>>[number];

/** Tells managers on Monday morning what they may still give, who had nothing, what waits for them, and what their department gave. */
export const tellWeekJob: Job<'tell-week'> = {
  name: 'tell-week',
  everyMs: 900_000,

  async run({ app }) {
    for (const due of await app.report.findDueWeeks()) {
      const detail = await readWeek(app, due);
      if (detail) await app.report.tellWeek(due.person, detail);
    }
  },
};

/** As far as the manager may see it; undefined when they may not see their own department. */
async function readWeek(app: App, { person, timeZone, week, now }: Due): Promise<WeekReport | undefined> {
  const { budget, gift, approval, report, people } = app.queries;
  const quarter = periodOf(now, { timeZone, kind: 'quarter', fiscalStartMonth: 1 });
  const [department, state, allowance, without, waiting, spend] = await Promise.all([
    people.listDepartments(person).then((all) => all.find(({ id }) => id === person.departmentId)),
    budget.get(person, person.departmentId),
    budget.findAllowance(person, person.id),
    gift.listWithout(person, { readerId: person.id, since: quarter.start, limit: MOST_NAMES }),
    approval.listToDecide(person, { personId: person.id, now }),
    report.spendBy(person, { by: 'department', ...weekBefore(week), departmentId: person.departmentId }),
  ]);
  if (!department) return undefined;
  const own = allowance.ok ? allowance.value : undefined;
  return {
    week,
    department: department.name,
    timeZone,
    left: state.ok
      ? { left: money(state.value.leftMinor, department.currency), until: state.value.until.toISOString() }
      : undefined,
    own: own && money(own.leftMinor, own.currency),
    without,
    waiting: waiting.length,
    given: spend.totals.map((total) => ({
      gifts: total.gifts,
      given: money(total.now.given, total.currency),
      before: money(total.before.given, total.currency),
    })),
  };
}

function money(amountMinor: bigint, currency: string): StoredMoney {
  return storeMoney({ amountMinor, currency });
}
