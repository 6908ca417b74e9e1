import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#test/helpers/read-imports.ts';

const START_TIMEOUT_MS = 60_000;

export type RunningProgram = { url: string; stop: () => Promise<void> };

/**
 * Runs a TypeScript program until it has said its address, `http://…`, on standard output. What it logs goes to a file in
 * `folder`, as it would in use, and is shown when the program does not start.
 */
export async function runProgram(
  args: readonly string[],
  { name, folder, env }: { name: string; folder: string; env: Record<string, string> },
): Promise<RunningProgram> {
  const logPath = join(folder, `${name}.log`);
  const log = openSync(logPath, 'w');
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  try {
    return { url: await findUrl(child), stop: () => stop(child) };
  } catch (cause) {
    await stop(child);
    throw new Error(`${name} did not start:\n${await readFile(logPath, 'utf8')}`, { cause });
  }
}

function findUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it took too long')), START_TIMEOUT_MS);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\/\/\S+/.exec(said)?.[0];
      if (url) {
        clearTimeout(timer);
        resolve(url);
      }
    });
    child.once('exit', () => reject(new Error('it ended')));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
