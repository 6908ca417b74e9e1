import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { periodAfter, periodOf } from '#src/domain/kit/period.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir };
const PEOPLE = `email,name,department,role
finn@example.com,Finn Adeyemi,People,finance
dan@example.com,Dan Roe,Design,manager
`;

/** The first day of the month after next, in Auckland. */
const calendar = { timeZone: 'Pacific/Auckland', kind: 'month' as const, fiscalStartMonth: 1 };
const month = periodAfter(periodAfter(periodOf(new Date(), calendar), calendar), calendar);
const day = month.key;

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Design', '100', '--time-zone', calendar.timeZone], env);
}, 120_000);
afterAll(async () => {
  await database.drop();
  await remove();
});

describe('the shell', () => {
  it('plans rules, an allowance and a budget from a day on, and lists them', async () => {
    const planned = [
      await say(['policy', 'set', '--department', 'Design', '--gift-max', '50', '--from', day], env),
      await say(['allowance', 'set', 'dan@example.com', '80', '--from', day], env),
      await say(['budget', 'set', 'Design', '300', '--from', day, '--as', 'finn@example.com'], env),
    ];
    expect(planned.map(({ code, stderr }) => [code, stderr])).toEqual(
      Array.from({ length: 3 }, () => [0, '']),
    );
    expect(planned[0]?.stdout).toContain('$50.00');
    expect(planned[2]?.stdout).toContain('It is planned from');

    const listed = await sayJson(['plans', 'list'], env);
    const { stdout } = await say(['plans', 'list'], env);

    const from = month.start.toISOString();
    expect(listed).toMatchObject([
      { from, change: { kind: 'rules', rules: { giftMaxMinor: '5000' } } },
      { from, change: { kind: 'allowance', amountMinor: '8000' } },
      { from, change: { kind: 'budget', amountMinor: '30000' }, planner: 'Finn Adeyemi' },
    ]);
    expect(stdout).toContain('One gift, at most: $50.00.');
    expect((await say(['policy', 'show', 'Design'], env)).stdout).not.toContain('$50.00');
    expect((await say(['budget', 'show', 'Design'], env)).stdout).toContain('$100.00');
  });

  it('withdraws a planned change with a reason, and proves the books then', async () => {
    const [{ id }] = (await sayJson(['plans', 'list'], env)) as [{ id: string }];

    const without = await say(['plans', 'withdraw', id], env);
    const withdrawn = await say(['plans', 'withdraw', id, '--reason', 'a slip'], env);

    expect(without.code).not.toBe(0);
    expect(withdrawn.stdout).toContain('Withdrawn: it never begins.');
    expect(await sayJson(['plans', 'list'], env)).toHaveLength(2);
    const record = await say(['activity', 'list', '--kind', 'plan.withdrawn'], env);
    expect(record.stdout).toContain('reason: a slip');
    expect((await say(['audit', 'verify'], env)).code).toBe(0);
  });

  it('refuses a day that has begun, and a budget that would begin amid a period', async () => {
    const past = await say(['policy', 'set', '--gift-max', '50', '--from', '2020-01-01'], env);
    const amid = await say(['budget', 'set', 'Design', '5', '--from', day.replace(/01$/u, '02')], env);

    expect(past.stderr).toContain('That day has begun already.');
    expect(amid.stderr).toContain('A new budget begins together with a period');
    expect([past.code, amid.code]).toEqual([1, 1]);
  });
});
