import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { until } from '#test/helpers/until.ts';

const database = await createTestDatabase();
const dir = await mkdtemp(join(tmpdir(), 'largesse-npm-start-'));
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

it('leaves nothing running when npm start is told to stop', async () => {
  const npm = spawn('npm', ['start'], {
    env: { ...process.env, DATABASE_URL: database.url, LARGESSE_DIR: dir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  npm.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  try {
    await until('the greeting', () => said.includes('Try it:'), 60_000);
    npm.kill('SIGTERM');
    // Its output ends with the last process that holds it, which is Largesse and not npm.
    const isOver = await Promise.race([
      once(npm, 'close').then(() => true),
      new Promise((resolve) => setTimeout(resolve, 12_000, false)),
    ]);
    expect(isOver).toBe(true);
  } finally {
    endGroup(npm.pid);
  }
}, 90_000);

function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
