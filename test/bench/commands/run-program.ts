import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#test/helpers/read-imports.ts';

const START_TIMEOUT_MS = 60_000;
const ADDRESS = /http:\/\/\S+/;

/** `url` is empty where none was said. */
export type RunningProgram = { url: string; pid: number; stop: () => Promise<void> };

/**
 * Runs a TypeScript program until it has said what is `awaited`, its address `http://…` when left out, on standard output. What it logs goes to a file in
 * `folder`, as it would in use, and is shown when the program does not start.
 */
export async function runProgram(
  args: readonly string[],
  {
    name,
    folder,
    env,
    awaited = ADDRESS,
  }: { name: string; folder: string; env: Record<string, string>; awaited?: RegExp },
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
    const said = await untilSaid(child, awaited);
    return { url: ADDRESS.exec(said)?.[0] ?? '', pid: child.pid ?? 0, stop: () => stop(child) };
  } catch (cause) {
    await stop(child);
    throw new Error(`${name} did not start:\n${await readFile(logPath, 'utf8')}`, { cause });
  }
}

function untilSaid(child: ChildProcess, awaited: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it took too long')), START_TIMEOUT_MS);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!awaited.test(said)) return;
      clearTimeout(timer);
      resolve(said);
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
