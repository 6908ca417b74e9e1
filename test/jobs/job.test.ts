import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Job } from '#jobs/job.ts';
import { dueJobs, jobs } from '#jobs/jobs.ts';
import { keepFailedRun } from '#jobs/keep-failed-run.ts';
import type { JobName } from '#src/ports/queue.ts';

type Reminder = Job<'remind-approvers'>;

const whole = {
  name: 'remind-approvers',
  due: 'approvals',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  run: async () => undefined,
  onFailed: keepFailedRun,
} as const satisfies Reminder;

/** Type errors alone. */
function incomplete(): Reminder[] {
  const { name: _name, ...nameless } = whole;
  const { due: _due, ...undue } = whole;
  const { attempts: _attempts, ...untried } = whole;
  const { backoff: _backoff, ...hasty } = whole;
  const { concurrency: _concurrency, ...boundless } = whole;
  const { run: _run, ...idle } = whole;
  const { onFailed: _onFailed, ...forgetful } = whole;
  return [
    // @ts-expect-error a job has a name
    nameless,
    // @ts-expect-error the name is the one that its type says
    { ...whole, name: 'sweep' },
    // @ts-expect-error a job says which rows are due
    undue,
    // @ts-expect-error a job says how often it is tried
    untried,
    // @ts-expect-error a job says how long it waits between its attempts
    hasty,
    // @ts-expect-error a job says how many of it run at once
    boundless,
    // @ts-expect-error a job does something
    idle,
    // @ts-expect-error a job says what becomes of a row whose work fails for good
    forgetful,
    // @ts-expect-error the rows that are due are those of a query that there is
    { ...whole, due: 'birthdays' },
    // @ts-expect-error what a timer wakes has no rows that are due
    { ...whole, everyMs: 1_000 },
  ];
}

describe('a job', () => {
  it('cannot be defined without one of its parts', () => {
    expect(incomplete()).toHaveLength(10);
  });

  it('is known by its name to all who enqueue it', () => {
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
