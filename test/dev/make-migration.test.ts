import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeMigration } from '../../.dev/make-migration.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function folderWith(...files: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'largesse-migrations-'));
  folders.push(folder);
  for (const file of files) writeFileSync(join(folder, file), '');
  return folder;
}

describe('making a migration', () => {
  it('takes the next number after the highest, and fills no gap', () => {
    const folder = folderWith('0001-foundation.sql', '0009-undone-at.sql', 'README.md');

    const made = [makeMigration(folder, 'wallets'), makeMigration(folder, 'wallets-by-currency')];

    expect(made.map((path) => basename(path))).toEqual(['0010-wallets.sql', '0011-wallets-by-currency.sql']);
  });

  it.each(['', 'Wallets', 'two words', '0010-wallets', '../wallets', 'wallets.sql'])(
    'refuses “%s”, which is no name',
    (name) => {
      const folder = folderWith('0001-foundation.sql');

      expect(() => makeMigration(folder, name)).toThrow('Write it like');
      expect(readdirSync(folder)).toHaveLength(1);
    },
  );

  it('refuses a name that an older one has', () => {
    const folder = folderWith('0001-wallets.sql');

    expect(() => makeMigration(folder, 'wallets')).toThrow('0001-wallets.sql');
  });

  it('asks what and why, and is SQL as it stands', async () => {
    const text = readFileSync(makeMigration(folderWith(), 'first'), 'utf8');
    await using database = await openDatabase();

    expect(text).toMatch(/^-- What: .*\n-- Why: /u);
    await database.run(text);
  });
});

async function openDatabase() {
  const { db, drop } = await createTestDatabase({ isEmpty: true });
  return { run: (text: string) => sql.raw(text).execute(db), [Symbol.asyncDispose]: drop };
}
