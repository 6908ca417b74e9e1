import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { runProgram } from '#src/cli/run-program.ts';
import { removeHome } from '#src/embedded-postgres/home.ts';
import { largesseProgram } from '#test/helpers/programs.ts';

export type Ran = { code: number | null; stdout: string; stderr: string };

type Env = Record<string, string>;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the program as a shell would, with `env` and nothing else of the tests' own environment. */
export async function largesse(args: readonly string[], env: Env = {}, input = ''): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...(await largesseProgram()), ...args], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: 'pipe',
  });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

/**
 * Runs the program within this process, which spares the seconds that a start takes. One call at a time: the outputs
 * and the environment are the process's own.
 */
export async function say(args: readonly string[], env: Env = {}): Promise<Ran> {
  const outside = process.env;
  const { PATH = '', HOME = '' } = outside;
  const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  process.env = { PATH, HOME, ...env };
  try {
    const code = await runProgram(['node', 'largesse', ...args]);
    return { code, stdout: textOf(stdout.mock.calls), stderr: textOf(stderr.mock.calls) };
  } finally {
    process.env = outside;
    process.exitCode = undefined;
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

function textOf(calls: unknown[][]): string {
  return calls.map(([text]) => String(text)).join('');
}

/** The JSON that a command says. Throws, with what it said, when it failed. */
export async function sayJson<T>(args: readonly string[], env: Env = {}): Promise<T> {
  const { code, stdout, stderr } = await say([...args, '--json'], env);
  if (code !== 0) throw new Error(`largesse ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as T;
}

/** A folder for the keys, and the embedded Postgres where there is one, of a test file. */
export async function makeLargesseDir(): Promise<{ dir: string; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'largesse-cli-'));
  async function remove(): Promise<void> {
    await removeHome(join(dir, 'postgres'));
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
  return { dir, remove };
}
