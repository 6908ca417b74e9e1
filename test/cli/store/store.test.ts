import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';
import { pngOf } from '#test/helpers/stock.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';

/** The store and its codes from the shell. The tests build on one another. */

const PEOPLE = `email,name,department,role
priya@example.com,Priya Nair,People,hr
finn@example.com,Finn Adler,People,finance
alice@example.com,Alice Ito,Engineering,employee
`;

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: keysToText([TEST_KEY]) };
afterAll(async () => {
  await database.drop();
  await remove();
});

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  const path = await fileOf('people.csv', PEOPLE);
  await say(['people', 'import', path], env);
});

describe('codes in stock, from the shell', () => {
  it('come in from a file, whose problems are named by line', async () => {
    const bad = await fileOf('bad.csv', 'code,value\nSHELL-SECRET-1,25\nSHELL-SECRET-1,25\n=1+1,25\n');
    const refused = await say(['stock', 'upload', bad, '--product', 'Cinema'], env);

    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('line 2 has the same code');
    expect(refused.stdout + refused.stderr).not.toContain('SHELL-SECRET');

    const good = await fileOf(
      'good.csv',
      'code;value;expires\nSHELL-0001;25,00;31.12.2099\nSHELL-0002;25,00;\n',
    );
    const upload = ['stock', 'upload', good, '--product', 'Cinema', '--as', 'finn@example.com'];
    const dry = await sayJson<{ codes: number; isDone: boolean }>([...upload, '--dry-run', '--json'], env);
    expect(dry).toMatchObject({ codes: 2, isDone: false });
    const done = await say(upload, env);
    expect(done.stdout).toContain('2 codes came into stock');
    const again = await say(upload, env);
    expect(again.stderr).toContain('it came with the batch “good.csv”');
    const nobody = await say(
      ['stock', 'upload', good, '--product', 'Cinema', '--as', 'alice@example.com'],
      env,
    );
    expect(nobody.stderr).toContain('HR, finance and admins keep the codes in stock');
  });

  it('are counted, told of and recalled', async () => {
    const report = await say(['stock', 'report'], env);
    expect(report.stdout).toMatch(/Cinema +\$25\.00 +2099-12-31 +1 /u);
    const [product] = await sayJson<{ productId: string }[]>(['stock', 'report', '--json'], env);
    const low = await say(['stock', 'low', product?.productId ?? '', '20'], env);
    expect(low.stdout).toContain('fewer than 20 codes of Cinema');
    const [batch] = await sayJson<{ batchId: string }[]>(['stock', 'batches', '--json'], env);
    const batchId = batch?.batchId ?? '';
    expect((await say(['stock', 'recall', batchId, '--reason', 'bad', '--dry-run'], env)).stdout).toContain(
      'Nothing was recalled.',
    );
    expect((await say(['stock', 'recall', batchId, '--reason', 'bad', '--yes'], env)).stdout).toContain(
      '2 codes left stock for good',
    );
    expect((await say(['stock', 'holders', batchId], env)).stdout).toContain('Nobody holds a code of it.');
    expect((await say(['stock', 'batches'], env)).stdout).toContain('bad');
  });
});

describe('the catalogue, from the shell', () => {
  it('comes in from a file, is exported and gets pictures', async () => {
    const path = await fileOf('catalogue.csv', 'kind,name,price,fulfiller\nown,Mug,15,priya@example.com\n');
    const dry = await say(['catalogue', 'import', path, '--dry-run'], env);
    expect(dry.stdout).toContain('New: Mug');
    expect((await say(['catalogue', 'list'], env)).stdout).toContain('The store offers nothing.');
    const done = await say(['catalogue', 'import', path, '--as', 'priya@example.com'], env);
    expect(done.code).toBe(0);
    const changed = await say(
      ['catalogue', 'import', await fileOf('change.csv', 'name,price\nMug,16\n')],
      env,
    );
    expect(changed.stdout).toContain('prices: {"USD":"1500"} → {"USD":"1600"}');

    const [mug] = await sayJson<{ id: string }[]>(['catalogue', 'list', '--json'], env);
    const picture = ['catalogue', 'picture', mug?.id ?? ''];
    expect((await say([...picture, await fileOf('mug.png', pngOf(4, 3))], env)).stdout).toContain(
      'Mug has its picture.',
    );
    expect((await say([...picture, await fileOf('mug.svg', '<svg/>')], env)).stderr).toContain(
      'PNG, JPEG or WebP',
    );
    const exported = await say(['catalogue', 'export'], env);
    expect(exported.stdout).toContain('own,Mug,,16.00 USD');
    expect((await say(['catalogue', 'retire', mug?.id ?? ''], env)).stdout).toContain('out of the store');
    expect((await say(['catalogue', 'retire', mug?.id ?? '', '--undo'], env)).stdout).toContain(
      'in the store again',
    );
    const bad = await say(
      ['catalogue', 'import', await fileOf('bad.csv', 'kind,name,price\nboat,Boat,1\n')],
      env,
    );
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('nothing here is called that');
  });
});
