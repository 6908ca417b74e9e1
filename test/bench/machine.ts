import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { Client } from 'pg';

/** What the figures were measured on: without it they say nothing. */
export type Machine = {
  cpu: string;
  cores: number;
  memoryGib: number;
  node: string;
  postgres: string;
  /** Null where there is none. */
  redis: string | null;
  date: string;
};

export async function describeMachine(postgresUrl: string): Promise<Machine> {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    postgres: await findPostgresVersion(postgresUrl),
    redis: findRedisVersion(),
    date: new Date().toISOString().slice(0, 10),
  };
}

async function findPostgresVersion(url: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}

function findRedisVersion(): string | null {
  const { stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return /v=([\d.]+)/.exec(stdout ?? '')?.[1] ?? null;
}
