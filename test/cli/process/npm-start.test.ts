import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { isAlive, serverPid } from '#test/embedded-postgres/holder.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { until } from '#test/helpers/until.ts';

/** `npm start` on the embedded Postgres starts two programs and npm, slowly where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const READY_MS = 60_000;
const STOP_MS = 12_000;
/** Less than Postgres takes to stop. */
const IMPATIENCE_MS = 20;

const database = await createTestDatabase();
const dir = await mkdtemp(join(tmpdir(), 'largesse-npm-start-'));
const dataDir = join(dir, 'postgres');
// Postgres refuses root and is run as another user then, who must be able to enter.
await chmod(dir, 0o755);
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true, maxRetries: 5 });
});

it('leaves nothing running when npm start is told to stop', async () => {
  const start = npmStart({ DATABASE_URL: database.url, LARGESSE_PLAYGROUND: 'on' });
  try {
    await start.untilSaid('Try it:');
    start.npm.kill('SIGTERM');

    expect(await start.isOver()).toBe(true);
  } finally {
    signalGroup(start.npm.pid, 'SIGKILL');
  }
});

describe('with the embedded Postgres, npm start', () => {
  it('removes what it has begun to make when Ctrl-C comes during the first start', async () => {
    const start = npmStart();
    try {
      await until('the making of the database', async () => (await filesIn(dataDir)).length > 0, READY_MS);
      signalGroup(start.npm.pid, 'SIGINT');

      expect(await start.isOver()).toBe(true);
      expect(start.complaints()).toBe('');
      expect(start.npm.exitCode).toBe(0);
      expect(start.said()).not.toContain('Largesse is running');
      expect(await filesIn(dataDir)).toEqual([]);
    } finally {
      await endAll(start.npm.pid);
    }
  });

  // npm sends SIGINT and SIGTERM on to Largesse, which has had them with the group already; and people press twice.
  it.each([
    ['Ctrl-C', 'SIGINT', 0],
    ['the end of its process group', 'SIGTERM', 0],
    ['the end of its terminal', 'SIGHUP', null],
  ] as const)('has stopped Postgres too when it ends by %s', async (_, signal, npmCode) => {
    const start = npmStart();
    try {
      await start.untilSaid('Try it:');
      const pid = await serverPid(dataDir);
      signalGroup(start.npm.pid, signal);
      await sleep(IMPATIENCE_MS);
      signalGroup(start.npm.pid, signal);

      expect(await start.isOver()).toBe(true);
      expect(start.npm.exitCode).toBe(npmCode);
      expect(start.complaints()).toBe('');
      expect(isAlive(pid)).toBe(false);
    } finally {
      await endAll(start.npm.pid);
    }
  });
});

/** In a process group of its own, as a terminal runs it, with nothing of the tests' own environment. */
function npmStart(env: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const npm = spawn('npm', ['start'], {
    env: { PATH, HOME, LARGESSE_DIR: dir, PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  let complaints = '';
  npm.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  npm.stderr.on('data', (data: Buffer) => {
    complaints += data.toString();
  });
  // Its output ends with the last process that holds it, which is Largesse and not npm.
  const closed = once(npm, 'close').then(() => true);
  return {
    npm,
    said: () => said,
    complaints: () => complaints,
    untilSaid: (text: string) => until(text, () => said.includes(text), READY_MS),
    isOver: () => Promise.race([closed, new Promise((resolve) => setTimeout(resolve, STOP_MS, false))]),
  };
}

function filesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function endAll(npm: number | undefined): Promise<void> {
  signalGroup(npm, 'SIGKILL');
  const server = await serverPid(dataDir).catch(() => undefined);
  signalGroup(server, 'SIGQUIT');
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
