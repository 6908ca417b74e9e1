import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineJob } from '#jobs/define-job.ts';
import { dueJobs, jobs } from '#jobs/jobs.ts';
import { keepFailedJob } from '#jobs/keep-failed-job.ts';
import type { JobName } from '#src/ports/queue.ts';

const whole = {
  name: 'remind-approvers',
  due: 'approvals',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  run: async () => undefined,
  onFailed: keepFailedJob,
} as const;

/** Type errors alone: nothing of this runs. */
export function incomplete() {
  const { name: _name, ...nameless } = whole;
  const { due: _due, ...undue } = whole;
  const { attempts: _attempts, ...untried } = whole;
  const { backoff: _backoff, ...hasty } = whole;
  const { concurrency: _concurrency, ...boundless } = whole;
  const { run: _run, ...idle } = whole;
  const { onFailed: _onFailed, ...forgetful } = whole;
  return [
    // @ts-expect-error a job has a name
    defineJob(nameless),
    // @ts-expect-error a job says which rows are due
    defineJob(undue),
    // @ts-expect-error a job says how often it is tried
    defineJob(untried),
    // @ts-expect-error a job says how long it waits between its attempts
    defineJob(hasty),
    // @ts-expect-error a job says how many of it run at once
    defineJob(boundless),
    // @ts-expect-error a job does something
    defineJob(idle),
    // @ts-expect-error a job says what becomes of a row whose work fails for good
    defineJob(forgetful),
    // @ts-expect-error the rows that are due are those of a query that there is
    defineJob({ ...whole, due: 'birthdays' }),
    // @ts-expect-error what a timer wakes has no rows that are due
    defineJob({ ...whole, everyMs: 1_000 }),
  ];
}

describe('the definition of a job', () => {
  it('is enough with all its parts', () => {
    expect(defineJob(whole)).toBe(whole);
  });

  it('names the job for all who ring for it', () => {
    expectTypeOf<(typeof jobs)[number]['name']>().toEqualTypeOf<JobName>();
    expectTypeOf<'deliver-gift'>().toExtend<JobName>();
    expectTypeOf<'remind-approvers'>().not.toExtend<JobName>();
  });

  it('has a name that no other job has', () => {
    const names = jobs.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  it('is looked after by the sweep, unless a timer wakes it', () => {
    const swept = dueJobs.map(({ job }) => job);
    const timed = jobs.filter(({ everyMs }) => everyMs !== undefined).map(({ name }) => name);

    expect([...swept, ...timed].toSorted()).toEqual(jobs.map(({ name }) => name).toSorted());
  });
});
