import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { isAlive, serverPid } from '#test/embedded-postgres/holder.ts';
import { ROOT } from '#test/helpers/read-imports.ts';
import { until } from '#test/helpers/until.ts';

/** It starts Postgres and loads everything three times, slowly where all tests run at once. */
vi.setConfig({ testTimeout: 240_000 });

const READY_MS = 100_000;

it('starts again when a file is saved, in the same place, and leaves nothing behind on Ctrl-C', async () => {
  const { PATH = '', HOME = '' } = process.env;
  const dev = spawn('npm', ['run', 'dev'], {
    cwd: ROOT,
    env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const closed = once(dev, 'close');
  let said = '';
  dev.stdout.on('data', (data: Buffer) => (said += data.toString()));
  const pid = dev.pid ?? 0;
  try {
    const [first] = await until('start', () => urlsIn(said)[0] && urlsIn(said), READY_MS);
    const folder = /data is in (\S+)/u.exec(said)?.[1] ?? '';
    const server = await serverPid(join(folder, 'postgres'));
    const now = new Date();
    utimesSync(join(ROOT, 'src/app.ts'), now, now);
    const [, second] = await until('second start', () => urlsIn(said)[1] && urlsIn(said), READY_MS);

    expect(second).toBe(first);
    expect(said).toContain('after src/app.ts');
    expect((await fetch(`${second}`)).ok).toBe(true);
    expect(isAlive(server)).toBe(true);

    process.kill(-pid, 'SIGINT');
    await closed;
    expect(isAlive(server)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  } finally {
    if (dev.exitCode === null && dev.signalCode === null) process.kill(-pid, 'SIGKILL');
  }
});

/** Where it says that it can be reached, once a start. */
function urlsIn(said: string): string[] {
  return said.match(/http:\/\/localhost:\d+\/playground/gu) ?? [];
}
