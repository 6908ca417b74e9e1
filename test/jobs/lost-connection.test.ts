import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { openQueue } from '#jobs/queue.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { until } from '#test/helpers/until.ts';
import { startCuttingProxy } from '#test/system/cutting-proxy.ts';

const database = await createTestDatabase();
const proxy = await startCuttingProxy(database.url);
afterAll(async () => {
  await proxy.stop();
  await database.drop();
});

it('outlives a connection that is lost while the queue opens on it, and enqueues again', async () => {
  const log = createRecordingLog();
  const queue = await openQueue({ kind: 'postgres', url: proxy.url }, { log });

  proxy.loseAnswerTo('migration');
  await queue.enqueue('issue-gifts', ['00000000-0000-7000-8000-000000000001']);
  const warned = log.lines.filter(({ level }) => level === 'warn').length;
  const counted = await until('job', async () => {
    await queue.enqueue('issue-gifts', ['00000000-0000-7000-8000-000000000002']);
    const { rows } = await sql`select from bullmq.job`.execute(database.db);
    return rows.length > 0 && rows.length;
  });
  await queue.close();

  expect(warned).toBeGreaterThan(0);
  expect(counted).toBe(1);
});
