import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WrongSetup } from '#src/kit/wrong-setup.ts';
import { openKeys } from '#src/process/open-keys.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'largesse-keys-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

it('creates the key file once, and no other when that one is gone', async () => {
  const made = await Promise.all([openKeys({ dir }, database.db), openKeys({ dir }, database.db)]);
  const read = await openKeys({ dir }, database.db);
  await rm(join(dir, 'keys'));

  const opening = openKeys({ dir }, database.db);

  expect([...made, read]).toEqual([read, read, read]);
  await expect(opening).rejects.toThrow(WrongSetup);
  await expect(opening).rejects.toThrow(
    `“${read[0]?.id}”, which is missing here. Set LARGESSE_KEYS, or restore`,
  );
  expect(await readdir(dir)).toEqual([]);
});
