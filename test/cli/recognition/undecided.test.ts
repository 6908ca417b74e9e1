import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import { makeLargesseDir, say } from '#test/cli/largesse.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { hasRedisServer, type RedisServer, startRedis } from '#test/servers/redis.ts';

const PEOPLE = `email,name,department,role
morgan@example.com,Morgan Reyes,Engineering,manager
alice@example.com,Alice Ito,Engineering,employee
`;

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const base = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: keysToText([newKey()]) };

async function ask(env: Record<string, string>): Promise<string> {
  const args = [
    'recognize',
    'Alice',
    '5',
    'for',
    'the',
    'launch',
    '--as',
    'morgan@example.com',
    '--no-wait',
    '--yes',
  ];
  const { stdout } = await say(args, { ...base, ...env });
  return stdout.split('\n')[0] ?? '';
}

beforeAll(async () => {
  const people = join(dir, 'people.csv');
  await writeFile(people, PEOPLE);
  await say(['people', 'import', people], base);
});
afterAll(async () => {
  await database.drop();
  await remove();
});

describe('a request that nobody decides', () => {
  it('waits for a worker where none runs', async () => {
    expect(await ask({})).toMatch(/It will be decided as soon as a worker \(`largesse start`\) runs\.$/u);
  });

  it('says that a worker runs where one has swept just now', async () => {
    await makeCore(database.db).app.jobs.enqueueDue([]);

    expect(await ask({})).toMatch(/A worker runs, and has not come to it yet\.$/u);

    await sql`truncate last_sweep`.execute(database.db);
  });
});

describe.skipIf(!hasRedisServer())('a request that the queue does not take', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
    await redis.configure('maxmemory-policy', 'noeviction');
  });
  afterAll(() => redis.stop());

  it('says that Redis is full, and not that a worker is missing', async () => {
    await redis.configure('maxmemory', '1');

    expect(await ask({ REDIS_URL: redis.url })).toMatch(
      /\. Redis is full and takes no more jobs\. Raise maxmemory, or remove what else is kept in it; then it will be decided\.$/u,
    );
  });

  it('says that Redis cannot be reached', async () => {
    await redis.kill();

    expect(await ask({ REDIS_URL: redis.url })).toMatch(
      /\. Redis cannot be reached\. Start Redis, or correct REDIS_URL;/u,
    );
  });
});
