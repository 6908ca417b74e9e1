import { expect } from 'vitest';
import { periodNow, policyOf } from './book.ts';
import { dayAt } from './calendar.ts';
import { EVERYBODY, type Who } from './company.ts';
import { givenInPeriod, gotInYear } from './judge.ts';
import { departmentOf, type Model, sumOf } from './model.ts';
import { nowOf, type Real } from './steps/step.ts';

const KEY_ENDS = { week: '/P7D', month: '', quarter: '/P3M', half_year: '/P6M', year: '/P1Y' };

/** What is counted of limits over the running year and periods is what the gifts say, however it came to be counted. */
export async function compareLimits(model: Model, real: Real): Promise<void> {
  const { core, company } = real;
  const query = core.db
    .selectFrom('limit_usage')
    .where('organization_id', '=', company.organization.id)
    .where('is_stale', '=', false);
  const rows = await query.select(['kind', 'subject', 'period', 'used_minor as used']).execute();

  const counted = rows.map((row) => ({ ...row, ...usedOf(model, real, row) }));
  expect(rows).toEqual(counted);
}

/** By the gifts; nothing for a stretch that is over. */
function usedOf(model: Model, real: Real, limit: { kind: string; subject: string; period: string }) {
  const at = nowOf(real);
  const ids = limit.subject.split(':');
  const [first, second] = ids.slice(0, limit.kind === 'pair' ? 2 : 1).map((id) => nameOf(real, id));
  if (!first) throw new Error(`nobody is ${limit.subject}`);
  if (limit.kind === 'recipient') {
    const isRunning = limit.period === dayAt(at, model.timeZone).slice(0, 4);
    return isRunning ? { used: sumOf(gotInYear(model, first, at)) } : {};
  }
  if (limit.period !== periodKey(model, first, at)) return {};
  const given = givenInPeriod(model, { giver: first }, at);
  return { used: sumOf(given.filter(({ recipient }) => !second || recipient === second)) };
}

function periodKey(model: Model, giver: Who, at: number): string {
  const book = model.books[departmentOf({ giver })];
  return periodNow(book, at).first + KEY_ENDS[policyOf(book).kind];
}

function nameOf({ people }: Real, id: string): Who | undefined {
  return EVERYBODY.find((who) => people[who].id === id);
}
