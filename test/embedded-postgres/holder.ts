import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import type { EmbeddedPostgresOptions } from '#src/embedded-postgres/embedded-postgres.ts';
import { findPrograms } from '#test/helpers/programs.ts';

/** Another process that holds an embedded Postgres. `facts` are what it told, in order. */
export type Holder = {
  pid: number;
  next(): Promise<Fact>;
  say(word: 'tell' | 'stop'): Promise<Fact>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Its exit code; it ends by itself once it has stopped. */
  ended: Promise<number | null>;
};

export type Fact = {
  url?: string;
  isOwner?: boolean;
  tookMs?: number;
  stopped?: boolean;
  error?: string;
  atInterrupt?: unknown[];
  logged: string[];
};

export type HoldOptions = Omit<EmbeddedPostgresOptions, 'log'> & {
  /** Run as this user, from this checkout. */
  user?: { uid: number; gid: number };
  checkout?: string;
  tmpDir?: string;
};

const { root, pathOf } = await findPrograms();
/** Where it is in a checkout. */
const HOLD_SERVER = relative(root, pathOf('test/embedded-postgres/hold-server.ts'));

/** Settings for data that may be lost, as in every test. */
export const FAST = { fsync: 'off', full_page_writes: 'off' };

export function startHolder({ user, checkout = root, tmpDir, ...options }: HoldOptions): Holder {
  const args = [join(checkout, HOLD_SERVER), JSON.stringify({ settings: FAST, ...options })];
  const child = spawn(process.execPath, args, {
    cwd: '/',
    env: { PATH: process.env.PATH, ...(tmpDir ? { TMPDIR: tmpDir } : {}) },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    ...user,
  });
  const facts = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return present(child, facts);
}

function present(
  child: ChildProcess & { stdin: NodeJS.WritableStream },
  facts: AsyncIterator<string>,
): Holder {
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  async function next(): Promise<Fact> {
    const { value, done } = await facts.next();
    if (done) throw new Error('the holder has ended');
    return JSON.parse(value);
  }
  return {
    pid: child.pid ?? 0,
    next,
    say: (word) => {
      child.stdin.write(`${word}\n`);
      return next();
    },
    kill: async (signal) => {
      process.kill(-(child.pid ?? 0), signal);
      if (signal === 'SIGKILL') await ended;
    },
    ended,
  };
}

/** Asks the database behind a url one thing. */
export async function ask(url: string | undefined, query: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

export async function serverPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'server/cluster/postmaster.pid'), 'utf8'), 10);
}

/** Whether a process still does anything: where nobody asks for its exit code, it stays as a zombie (Z). */
export function isAlive(pid: number): boolean {
  const state = process.platform === 'linux' ? stateInProc(pid) : stateByPs(pid);
  return state !== '' && !state.startsWith('Z');
}

/** Without starting a program, which those who ask every few milliseconds would feel. */
function stateInProc(pid: number): string {
  try {
    // The program's name, in brackets, may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
  } catch {
    return '';
  }
}

function stateByPs(pid: number): string {
  return spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}
