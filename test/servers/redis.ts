import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findFreePort } from '#src/embedded-postgres/find-free-port.ts';

/** A real `redis-server` of one test file, on a loopback port of its own. It keeps nothing over a restart. */
export type RedisServer = {
  url: string;
  /** `CONFIG SET`, such as `maxmemory-policy`; with the password, where it wants one by now. */
  configure(setting: string, value: string, password?: string): Promise<void>;
  /** Makes it the replica of another, or of none again. */
  follow(host?: string, port?: number): Promise<void>;
  /** Empties it. */
  flush(): Promise<void>;
  /** Keeps its connections and answers nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Ends it without a word, as kill -9 does. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** Whether this machine has a `redis-server` to test with. */
export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

export async function startRedis(): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'largesse-redis-'));
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await launch(port, dir);

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  return {
    url,
    configure: (setting, value, password) =>
      ask(url, (client) => client.config('SET', setting, value), password),
    follow: (host = 'NO', replicatedPort) =>
      ask(url, (client) => client.replicaof(host, replicatedPort ?? 'ONE')),
    flush: () => ask(url, (client) => client.flushall()),
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    kill,
    async restart() {
      await kill();
      server = await launch(port, dir);
    },
    async stop() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function ask(
  url: string,
  question: (client: Redis) => Promise<unknown>,
  password?: string,
): Promise<void> {
  const client = new Redis(url, password ? { password } : {});
  client.on('error', () => undefined);
  try {
    await question(client);
  } finally {
    client.disconnect();
  }
}

async function launch(port: number, dir: string): Promise<ChildProcess> {
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    dir,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`redis-server did not start:\n${said}`)));
  });
  return server;
}
