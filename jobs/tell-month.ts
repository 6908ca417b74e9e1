import type { Job } from './job.ts';

/** Tells those who answer for money what was given in the month that is over, on its first morning. */
export const tellMonthJob: Job<'tell-month'> = {
  name: 'tell-month',
  everyMs: 900_000,

  async run({ app }) {
    for (const { organization, month } of await app.report.findDueMonths()) {
      const { id: organizationId } = organization;
      const reader = { organizationId, operator: 'the monthly report' };
      const departments = await app.queries.report.listDepartmentMonths(reader, month);
      await app.report.tellMonth({ organizationId, month, departments });
    }
  },
};
