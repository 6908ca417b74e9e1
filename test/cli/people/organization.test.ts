import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir };

afterAll(async () => {
  await database.drop();
  await remove();
});

describe('largesse organization', () => {
  it('shows what the first command made, and changes it', async () => {
    expect(await sayJson(['organization', 'show'], env)).toMatchObject({
      name: 'My organization',
      currency: 'USD',
      timeZone: 'UTC',
    });

    const { stdout } = await say(
      ['organization', 'set', '--name', 'Acme', '--currency', 'eur', '--time-zone', 'Europe/Berlin'],
      env,
    );

    expect(stdout).toBe(
      'Name       Acme\nCurrency   EUR\nTime zone  Europe/Berlin\n\nBudgets and rules that were set in USD no longer apply. Set them again.\n',
    );
    expect(await sayJson(['organization', 'show'], env)).toMatchObject({ name: 'Acme', currency: 'EUR' });
  });

  it.each([
    [['--currency', 'ZZZ'], /ISO 4217 currency/u],
    [['--time-zone', 'Mars/Base'], /IANA time zone/u],
    [['--name', ' '], /a name of up to 100 characters/u],
    [[], /say what to change: --name, --currency or --time-zone/u],
  ])('takes no %j', async (args, message) => {
    expect(await say(['organization', 'set', ...args], env)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(message),
    });
  });
});
