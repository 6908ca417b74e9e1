import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const core = makeCore(database.db);
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: keysToText([TEST_KEY]) };
afterAll(async () => {
  await database.drop();
  await remove();
});

let company: Awaited<ReturnType<typeof makeCompany>>;
/** Morgan gave Alice 10 dollars in October, and 25 in November, which she redeemed; Vera gave Bob 7 euros in November. */
beforeAll(async () => {
  core.clock.set('2026-10-10T12:00:00Z');
  company = await makeCompany(core);
  await core.app.people.import(company.organization, [personRow('Vera Lund', 'Vienna', 'manager')]);
  const department = await company.department('Vienna');
  await core.app.people.setDepartment({ department, changes: { currency: 'EUR' }, actorId: null });
  await core.app.budget.set({
    department: { ...department, currency: 'EUR' },
    amountMinor: 20_000n,
    actorId: null,
  });
  await company.give('morgan', 'alice', '10');
  core.clock.set('2026-11-10T12:00:00Z');
  const { gifts } = await company.give('morgan', 'alice', '25');
  await core.app.gift.redeem({ person: await company.person('alice'), giftId: gifts[0]?.giftId ?? '' });
  await company.give('vera', 'bob', '7');
  await core.app.report.addUpSpend();
});

const NOVEMBER = ['--from', '2026-11', '--to', '2026-11'];

async function linesOf(...options: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await say(['report', 'spend', ...options], env);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.trimEnd().split('\n');
}

describe('largesse report spend', () => {
  it('says what was given, what that is beside the days before, and never adds currencies', async () => {
    const [title, ...lines] = await linesOf(...NOVEMBER);
    const [euros, dollars] = [lines.slice(0, 5), lines.slice(5)];

    expect(title).toBe('€7.00 and $25.00 given in November 2026.');
    expect(euros).toEqual([
      'There was nothing in October 2026 to compare it with.',
      '',
      expect.stringMatching(
        /^Department +Budget +Asked for +Given +Delivered +Redeemed +Spent +Returned +Left$/u,
      ),
      expect.stringMatching(/^Total +€200\.00 +€7\.00 +€7\.00 +€0\.00 +€0\.00 +€0\.00 +€0\.00 +€193\.00$/u),
      expect.stringMatching(/^Vienna +€200\.00 +€7\.00/u),
    ]);
    expect(dollars).toEqual([
      '',
      '150 % more than in October 2026: $10.00.',
      '',
      expect.stringMatching(/^Department/u),
      expect.stringMatching(/^Total +\$500\.00 +\$25\.00 +\$25\.00 +\$0\.00 +\$25\.00.*\$475\.00$/u),
      expect.stringMatching(/^ {2}before +\$10\.00 +\$10\.00 +\$0\.00/u),
      expect.stringMatching(/^Engineering +\$500\.00 +\$25\.00/u),
      expect.stringMatching(/^ {2}before +\$10\.00/u),
    ]);
  });

  it.each([
    ['giver', ['Vera Lund', 'Morgan Reyes']],
    ['recipient', ['Bob Olsen', 'Alice Ito']],
    ['region', ['No region', 'No region']],
    ['occasion', ['No occasion', 'No occasion']],
    ['month', ['November 2026', 'November 2026']],
  ])('has a row for each %s, as the page has', async (by, names) => {
    const lines = await linesOf('--by', by, ...NOVEMBER);
    const page = await core.app.queries.report.spendBy(operatorOf(company.organization.id), {
      by: by as 'giver',
      from: '2026-11-01',
      to: '2026-11-30',
    });

    expect(page.rows).toHaveLength(names.length);
    const rows = lines.map((line) => line.split(/ {2,}/u)[0] ?? '');
    expect(rows.filter((name) => names.includes(name))).toEqual(names);
  });

  it('has what was spent by marketplace alone, and nothing else', async () => {
    const [title] = await linesOf('--by', 'marketplace', ...NOVEMBER);

    expect(title).toBe('$0.00 spent in November 2026. Nothing was asked for, given or spent on these days.');
  });

  it('shows as many rows as it is told to, and how many more there are', async () => {
    await company.give('vera', 'mallory', '3');
    const lines = await linesOf('--by', 'recipient', '--top', '1', ...NOVEMBER);

    expect(lines).toContain('One more row is not shown: --top, --csv and --json show more.');
    expect(lines.join('\n')).toContain('Bob Olsen');
    expect(lines.join('\n')).not.toContain('Mallory');
  });

  it('prints all of it as one JSON object, and as the file of the page', async () => {
    const json = await sayJson(['report', 'spend', ...NOVEMBER, '--department', 'Engineering'], env);
    const { stdout: csv } = await say(['report', 'spend', '--by', 'giver', ...NOVEMBER, '--csv'], env);

    expect(json).toMatchObject({
      by: 'department',
      from: '2026-11-01',
      to: '2026-11-30',
      daysBefore: { from: '2026-10-01', to: '2026-10-31' },
      totals: [{ currency: 'USD', now: { given: '2500' }, before: { given: '1000' } }],
      rows: [{ name: 'Engineering', gifts: 1, now: { redeemed: '2500' }, budgetMinor: '50000' }],
    });
    expect(csv.split('\r\n')[0]).toMatch(
      /^Giver,Currency,Gifts given,Asked for,Given,Delivered,Redeemed,Returned,/u,
    );
    expect(csv).toContain('Morgan Reyes,USD,1,25.00,25.00,0.00,25.00,0.00,10.00,10.00');
    expect(csv.endsWith('\r\n')).toBe(true);
  });

  it('prints a file whose names look like commands as they are', async () => {
    await core.app.people.import(company.organization, [personRow('largesse demo Team', 'Vienna')]);
    await company.give('vera', 'largesse', '1');

    const { stdout: csv } = await say(['report', 'spend', '--by', 'recipient', ...NOVEMBER, '--csv'], env);

    expect(csv).toContain('\r\nlargesse demo Team,EUR,1,');
  });

  it.each([
    [['--range', 'this-year', '--from', '2026-01'], /cannot be used with option '--from/u],
    [['--to', '2026-11'], /--to needs --from/u],
    [['--by', 'giver', '--sort', 'spent'], /--sort spent is nothing that --by giver has/u],
    [['--department', 'Nowhere'], /Nowhere/u],
  ])('refuses %j, and says why', async (options, why) => {
    const { code, stderr } = await say(['report', 'spend', ...options], env);

    expect(code).not.toBe(0);
    expect(stderr).toMatch(why);
  });
});
