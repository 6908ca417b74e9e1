import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';
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
  it('is in the list of its giver, however they were named, and in nobody else’s', async () => {
    await ask({});
    const person = await database.db
      .selectFrom('person')
      .select(['organization_id', 'id'])
      .where('email', '=', 'morgan@example.com')
      .executeTakeFirstOrThrow();
    const { organization_id: organizationId, id: personId } = person;
    await database.db
      .insertInto('identity')
      .values({ organization_id: organizationId, platform: 'slack', user_id: 'U1', person_id: personId })
      .execute();
    const refs: PersonRef[] = [
      { by: 'chat', platform: 'slack', workspaceId: 'T1', userId: 'U1' },
      { by: 'email', email: 'Morgan@Example.com' },
      { by: 'id', personId },
    ];
    const { app } = makeCore(database.db);
    for (const [index, giver] of refs.entries()) {
      await app.recognition.request({
        organizationId,
        source: 'slack',
        requestId: `asked-${index}`,
        giver,
        recipients: [{ by: 'name', name: 'Alice Ito' }],
        amount: { amount: '5' },
        message: '',
        isConfirmed: true,
        channelId: null,
        replyTo: null,
      });
    }

    const ofMorgan = await sayJson<object[]>(['requests', 'list', '--giver', 'morgan@example.com'], base);
    const ofAlice = await sayJson<object[]>(['requests', 'list', '--giver', 'alice@example.com'], base);

    expect(ofMorgan).toHaveLength(4);
    expect(ofAlice).toEqual([]);
  });

  it('waits for a worker where none runs', async () => {
    expect(await ask({})).toMatch(/It will be decided as soon as a worker \(`largesse start`\) runs\.$/u);
  });

  it('says that a worker runs where one has swept just now', async () => {
    await makeCore(database.db).app.jobs.enqueueDue([]);

    expect(await ask({})).toMatch(/A worker runs, and has not come to it yet\.$/u);

    await sql`truncate last_sweep`.execute(database.owner);
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
