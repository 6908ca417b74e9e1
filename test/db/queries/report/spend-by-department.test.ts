import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spendByDepartment } from '#src/db/queries/report/spend-by-department.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { spendWrite } from '#src/db/budget/spend.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { transactOn } from '#test/helpers/transact-on.ts';

type Given = { by: string; day: string; currency?: string; occasion?: string; gifts?: number; minor: bigint };

async function start() {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const company = await makeCompany(makeCore(database.db));
  const organizationId = company.organization.id;

  async function spend(...given: Given[]): Promise<void> {
    const spends = given.map(async ({ by, day, currency = 'USD', occasion = '', gifts = 1, minor }) => {
      const { id: giverId, departmentId } = await company.person(by);
      return { organizationId, departmentId, giverId, day, currency, occasion, gifts, amountMinor: minor };
    });
    const rows = await Promise.all(spends);
    await transactOn(database.db, (tx) => writeTogether(tx, [spendWrite(rows)]));
  }

  return {
    spend,
    psql: (statement: string) => sql.raw(statement).execute(database.owner),
    report: (months?: { fromMonth?: string; toMonth?: string }) =>
      spendByDepartment(database.db, everythingOf(organizationId), months),
  };
}

describe('spend by department and month', () => {
  it('adds up givers, days and occasions, and keeps months and currencies apart', async () => {
    const { spend, report } = await start();

    await spend(
      { by: 'morgan', day: '2026-10-01', minor: 100n },
      { by: 'alice', day: '2026-10-31', minor: 20n },
    );
    await spend(
      { by: 'morgan', day: '2026-10-01', minor: 3n },
      { by: 'morgan', day: '2026-10-01', occasion: 'birthday', gifts: 2, minor: 7n },
      { by: 'morgan', day: '2026-10-01', currency: 'EUR', minor: 5n },
      { by: 'morgan', day: '2026-11-01', minor: 9n },
    );

    const october = { department: 'Engineering', month: '2026-10' };
    const november = { ...october, month: '2026-11', currency: 'USD', gifts: 1, amountMinor: 9n };
    expect(await report()).toEqual([
      { ...october, currency: 'EUR', gifts: 1, amountMinor: 5n },
      { ...october, currency: 'USD', gifts: 5, amountMinor: 130n },
      november,
    ]);
    expect(await report({ fromMonth: '2026-11', toMonth: '2026-11' })).toEqual([november]);
  });

  it('follows whoever changes the daily roll-up, and leaves out what was taken back to nothing', async () => {
    const { spend, psql, report } = await start();
    await spend(
      { by: 'morgan', day: '2026-10-01', minor: 100n },
      { by: 'alice', day: '2026-10-01', minor: 20n },
    );

    await psql(`update spend_daily set day = '2026-11-02' where amount_minor = 20`);
    const moved = await report();
    await psql(`delete from spend_daily where amount_minor = 100`);
    const lessened = await report();

    expect(moved).toMatchObject([
      { month: '2026-10', gifts: 1, amountMinor: 100n },
      { month: '2026-11', gifts: 1, amountMinor: 20n },
    ]);
    expect(lessened).toMatchObject([{ month: '2026-11', gifts: 1, amountMinor: 20n }]);
  });
});
