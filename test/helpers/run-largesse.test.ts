import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { makeLargesseDir } from '#test/cli/largesse.ts';
import { isAlive } from '#test/embedded-postgres/holder.ts';
import { createTestDatabase } from './database.ts';
import { until } from './until.ts';

/** A test's process that runs Largesse, tells its id and stays. */
const TEST_PROCESS = `
  import { runLargesse } from '#test/helpers/run-largesse.ts';
  const { pid } = await runLargesse({ roles: 'worker', env: JSON.parse(process.argv[1]) });
  console.log(pid);
`;

it('leaves no Largesse behind when the process of a test is killed', async () => {
  const database = await createTestDatabase();
  const { dir, remove } = await makeLargesseDir();
  const env = JSON.stringify({
    DATABASE_URL: database.url,
    LARGESSE_DIR: dir,
    HOST: '0.0.0.0',
    LOG_LEVEL: 'silent',
  });
  const node = ['--import', 'tsx', '--conditions=source', '--input-type=module', '--eval', TEST_PROCESS, env];
  const test = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [told] = (await once(test.stdout, 'data')) as [Buffer];
    const pid = Number(told.toString());
    const wasRunning = isAlive(pid);
    test.kill('SIGKILL');

    expect(wasRunning).toBe(true);
    await until('end of Largesse', () => !isAlive(pid), 12_000);
  } finally {
    test.kill('SIGKILL');
    await database.drop();
    await remove();
  }
}, 90_000);
