import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findFreePort } from '#src/embedded-postgres/find-free-port.ts';
import { prepareHome } from '#src/embedded-postgres/prepare-home.ts';
import { runServer } from '#src/embedded-postgres/run-server.ts';
import { stopServer } from '#src/embedded-postgres/stop-server.ts';
import { makeDataDir, makeUsedDataDir, PATIENCE_MS } from './data-dir.ts';
import { ask, FAST, isAlive, serverPid, startHolder } from './holder.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const isRoot = process.geteuid?.() === 0;

vi.setConfig({ testTimeout: PATIENCE_MS });

describe('the embedded Postgres after an unclean end', () => {
  it('starts when it was killed together with its owner', async () => {
    const dataDir = await makeUsedDataDir();
    const killed = startHolder({ dataDir });
    const { url } = await killed.next();
    await ask(url, 'create table kept as select 42 as value');
    process.kill(await serverPid(dataDir), 'SIGKILL');
    await killed.kill('SIGKILL');

    const heir = startHolder({ dataDir });
    const started = await heir.next();
    const rows = await ask(started.url, 'select value from kept');
    await heir.say('stop');

    expect(started.isOwner).toBe(true);
    expect(rows).toEqual([{ value: 42 }]);
  });

  it('starts when the process id it had belongs to something else by now', async () => {
    const dataDir = await makeUsedDataDir();
    const first = startHolder({ dataDir });
    await first.next();
    const file = join(dataDir, 'server/cluster/postmaster.pid');
    const lines = await readFile(file, 'utf8');
    const { uid, gid } = await stat(file);
    const stranger = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' });
    onTestFinished(() => void stranger.kill());
    await first.say('stop');
    await writeFile(file, lines.replace(/^\d+/, String(stranger.pid)));

    const second = startHolder({ dataDir });
    const { error, isOwner } = await second.next();
    const pid = await serverPid(dataDir);
    await second.say('stop');

    expect(error).toBeUndefined();
    expect(isOwner).toBe(true);
    expect(pid).not.toBe(stranger.pid);
    expect(stranger.exitCode).toBe(null);
  });

  it('begins anew, whole, when its first start was killed half-way', async () => {
    const dataDir = await makeDataDir();
    const killed = startHolder({ dataDir });
    const draft = await vi.waitFor(
      async () => {
        const names = await readdir(dataDir);
        expect(names).toHaveLength(1);
        return join(dataDir, names[0] ?? '');
      },
      { timeout: PATIENCE_MS / 2, interval: 5 },
    );
    await killed.kill('SIGKILL');
    await utimes(draft, 0, 0);

    const heir = startHolder({ dataDir });
    const { error, isOwner } = await heir.next();
    expect(error).toBeUndefined();
    await heir.say('stop');

    expect(draft).toContain('.new-');
    expect(isOwner).toBe(true);
    expect(await readdir(dataDir)).toEqual(['server']);
  });

  it('begins anew while a program of a killed start still writes into what it left', async () => {
    const dataDir = await makeDataDir();
    const draft = join(dataDir, '.new-largesse-killed');
    await mkdir(draft, { recursive: true });
    await utimes(draft, 0, 0);
    const loop = 'while :; do mkdir -p "$0/cluster"; : > "$0/cluster/$RANDOM"; touch -d @0 "$0"; done';
    const writer = spawn('bash', ['-c', loop, draft], { stdio: 'ignore' });
    onTestFinished(() => void writer.kill('SIGKILL'));
    await vi.waitFor(() => stat(join(draft, 'cluster')));

    const heir = startHolder({ dataDir });
    const { error, isOwner } = await heir.next();
    expect(error).toBeUndefined();
    await heir.say('stop');

    expect(isOwner).toBe(true);
  });

  it.runIf(isRoot)(
    'starts on data that root brought back from a backup (skipped where the user is not root)',
    async () => {
      const dataDir = await makeUsedDataDir();
      const first = startHolder({ dataDir });
      await ask((await first.next()).url, 'create table kept as select 42 as value');
      await first.say('stop');
      spawnSync('chown', ['-R', '0:0', dataDir]);
      spawnSync('chmod', ['-R', 'go+rX', dataDir]);

      const second = startHolder({ dataDir });
      const started = await second.next();
      const rows = await ask(started.url, 'select value from kept');
      await second.say('stop');

      expect(rows).toEqual([{ value: 42 }]);
    },
  );

  it('takes another port when somebody else took the one it chose', async () => {
    const dataDir = await makeUsedDataDir();
    const stranger = createServer((socket) => socket.end('not Postgres')).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    onTestFinished(() => void stranger.close());
    const taken = Number(Object(stranger.address()).port);
    const { home, prepareLaunch } = await prepareHome({
      dataDir,
      systemDir: dataDir,
      settings: FAST,
      log: silentLog,
    });
    const ports = [taken, taken];

    const server = await runServer({
      cluster: join(home, 'cluster'),
      password: await readFile(join(home, 'password'), 'utf8'),
      deadline: Date.now() + PATIENCE_MS / 2,
      prepareLaunch: async () => ({
        ...(await prepareLaunch()),
        findPort: async () => ports.pop() ?? findFreePort(),
      }),
    });
    await server.client.end();
    await stopServer(server, join(home, 'cluster'));

    expect(ports).toEqual([]);
    expect(server.port).not.toBe(taken);
    expect(isAlive(server.pid)).toBe(false);
  });
});
