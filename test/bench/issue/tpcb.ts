import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';

const SCALE = 20;
const SECONDS = 3;

/** Postgres's own benchmark, as this machine has it; undefined where there is none. */
export function findPgbench(): string | undefined {
  const candidates = ['pgbench', ...debianPrograms()];
  return candidates.find((path) => spawnSync(path, ['--version']).status === 0);
}

function debianPrograms(): string[] {
  const folder = '/usr/lib/postgresql';
  try {
    return readdirSync(folder).map((version) => `${folder}/${version}/bin/pgbench`);
  } catch {
    return [];
  }
}

/** Fills pgbench's tables. */
export async function prepareTpcb(pgbench: string, url: string): Promise<void> {
  await run(pgbench, url, ['-i', '-q', '-s', String(SCALE)]);
}

/** TPC-B's transactions a second: three updates, a select and an insert, spread over two million rows. */
export async function runTpcb(pgbench: string, url: string, clients: number): Promise<number> {
  const threads = Math.min(clients, 2);
  const output = await run(pgbench, url, [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(clients),
    '-j',
    String(threads),
    '-T',
    String(SECONDS),
  ]);
  const tps = Number(/tps = ([\d.]+)/.exec(output)?.[1]);
  if (!(tps > 0)) throw new Error(`pgbench said no figure:\n${output}`);
  return tps;
}

async function run(pgbench: string, url: string, options: string[]): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const place = ['-h', hostname, '-p', port, '-U', username, pathname.slice(1)];
  const child = spawn(pgbench, [...options, ...place], {
    env: { ...process.env, PGPASSWORD: decodeURIComponent(password) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`pgbench failed:\n${output}`);
  return output;
}
