import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** What months that are over left behind, from the shell. The tests build on one another. */

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir };
afterAll(async () => {
  await database.drop();
  await remove();
});

const MONTH_MS = 31 * 86_400_000;
const AS = ['--as', 'finn@example.com'];
let month = '';

/** Last month Engineering left 400 of 500, and Design, whose budget is soft, overspent its 100 by 30. */
beforeAll(async () => {
  const core = makeCore(database.db);
  const now = new Date();
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1) - MONTH_MS / 2);
  month = `${before.toISOString().slice(0, 7)}-01`;
  core.clock.set(before.toISOString());
  const company = await makeCompanyWithApprovers(core, { design: null });
  const department = await company.department('Design');
  await core.app.budget.set({ department, amountMinor: 10_000n, isSoft: true, actorId: null });
  await company.give('morgan', 'alice', '100');
  await company.decide('finn', (await company.reserve('dana', 'mallory', '130')).approvalId);
});

describe('what lies in months that are over', () => {
  it('is told beside the budgets, with what to do', async () => {
    const { stdout } = await say(['budget', 'show'], env);

    expect(stdout).toContain(
      '\n$400.00 lie in periods that are over. To move it: largesse budget bring-home --dry-run\n',
    );
    expect((await say(['budget', 'show', 'Design'], env)).stdout).not.toContain('bring-home');
  });

  it('is shown before it moves, and wants a yes', async () => {
    const dry = await say(['budget', 'bring-home', '--dry-run'], env);
    const unasked = await say(['budget', 'bring-home'], env);

    expect(dry.stdout).toMatch(/^Department +Period +Holds +To the budget +To funding\n/u);
    expect(dry.stdout).toMatch(
      new RegExp(`\\nEngineering +${month} \\(month\\) +\\$400\\.00 +\\$0\\.00 +\\$400\\.00\\n`, 'u'),
    );
    expect(dry.stdout).toMatch(/\nNothing was moved yet: run it without --dry-run\.\n$/u);
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('Add --yes') });
    expect((await say(['budget', 'show'], env)).stdout).toContain('$400.00 lie in periods');
  });

  it('is brought home once, by somebody who is on record', async () => {
    const done = await say(['budget', 'bring-home', '--yes', ...AS], env);
    const again = await say(['budget', 'bring-home', '--yes'], env);
    const { stdout } = await say(['activity', 'list', '--kind', 'budget.brought-home'], env);

    expect(done.stdout).toMatch(/\nAll of it was moved\.\n$/u);
    expect(again).toMatchObject({ code: 0, stdout: 'No period that is over holds anything.\n' });
    expect(stdout).toMatch(/Finn Adeyemi +Money of earlier periods brought home +Engineering /u);
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect((await say(['budget', 'show'], env)).stdout).not.toContain('periods that are over');
    expect(await sayJson(['budget', 'bring-home', '--department', 'Engineering', '--yes'], env)).toEqual([]);
  });
});

describe('an overdraft', () => {
  it('is shown before it is written off, and wants a reason', async () => {
    const asked = ['budget', 'write-off', 'Design'];
    const dry = await say([...asked, '--reason', 'agreed', '--dry-run'], env);

    expect(dry.stdout).toBe(
      `Design overspent its period of ${month} (month) by $30.00.\n` +
        'Nothing was written off yet: run it without --dry-run.\n',
    );
    expect(await say([...asked, '--yes'], env)).toMatchObject({ code: 2 });
    expect(await say([...asked, '--reason', 'agreed'], env)).toMatchObject({ code: 2 });
    expect((await say(['budget', 'show', 'Design'], env)).stdout).toMatch(/\nDesign +\$70\.00 /u);
  });

  it('is written off once, with who did it and why', async () => {
    const writeOff = ['budget', 'write-off', 'Design', '--reason', 'agreed', '--yes', ...AS];
    const done = await say(writeOff, env);
    const again = await say(writeOff, env);
    const { stdout } = await say(['activity', 'list', '--kind', 'budget.written-off'], env);

    expect(done.stdout).toMatch(/by \$30\.00\.\nWritten off: funding has paid it\.\n/u);
    expect(done.stdout).toMatch(/\nDesign +\$100\.00 +\$100\.00 /u);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('Design owes nothing') });
    expect(stdout).toMatch(/Finn Adeyemi +Overdraft written off +Design .*agreed/u);
  });

  it('says what it needs, with an example', async () => {
    const { stdout } = await say(['budget', 'write-off', '--help'], env);

    expect(stdout).toContain('Example:\n  largesse budget write-off Design --reason "approved by the board"');
  });
});
