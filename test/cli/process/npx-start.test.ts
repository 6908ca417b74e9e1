import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { isAlive } from '#test/embedded-postgres/holder.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { findPrograms } from '#test/helpers/programs.ts';
import { until } from '#test/helpers/until.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

it('ends when the npx that runs it is gone', { timeout: 120_000 }, async () => {
  const { flags, pathOf } = await findPrograms();
  const program = [process.execPath, ...flags, pathOf('src/cli/main.ts'), 'start', '--role', 'worker'];
  // The shell stands for npx: it dies without a word to the program, which it starts in the background.
  const npx = spawn('sh', ['-c', `${program.map((word) => `'${word}'`).join(' ')} & echo "pid $!"; wait`], {
    env: {
      PATH: process.env['PATH'],
      npm_command: 'exec',
      DATABASE_URL: database.url,
      LARGESSE_KEYS: '',
      LARGESSE_DIR: '/tmp',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  npx.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await until('the greeting', () => said.includes('Largesse is running'), 60_000);
  const pid = Number(/^pid (\d+)$/mu.exec(said)?.[1]);

  npx.kill('SIGKILL');
  await once(npx, 'exit');

  await until('the end of the program', () => !isAlive(pid), 15_000);
  expect(isAlive(pid)).toBe(false);
});
