import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findPrograms } from './programs.ts';

/** A `largesse start` of its own, as an operator runs it. */
export type LargesseProcess = {
  pid: number;
  /** Where it answers, with its port: its web role, or a process without that one of its health. */
  url: string;
  /** All that it has written so far, to both outputs. */
  said(): string;
  isRunning(): boolean;
  /** Ends it without a word. */
  kill(): Promise<void>;
  /** Asks it to end, as a service manager does. `code` is null when a signal had to end it. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
};

export type CommandRun = { code: number | null; signal: string | null; out: string; err: string };

type Env = Record<string, string>;

/** Stops the program when we are gone, however we went: nobody else would. */
const END_WITH_PARENT = 'test/helpers/end-with-parent.ts';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 60_000;

/** The last line of the greeting, with and without the web role. */
const LAST_LINE = /^ {2}(?:web|health) +http:\/\/\S+?(:\d+)(?:\/\S*)?\n/mu;

/** Starts the program and waits until it says that it runs. Nothing of the tests' own environment reaches it. */
export async function runLargesse({ roles, env }: { roles: string; env: Env }): Promise<LargesseProcess> {
  const child = await spawnLargesse(['start', '--role', roles], env);
  const output = collect(child);
  await untilReady(child, output);

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!isRunning(child)) return child.exitCode;
    const ended = once(child, 'close') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await ended;
    return code;
  }

  return {
    pid: child.pid ?? 0,
    url: LAST_LINE.exec(output.out)?.[1]?.replace(/^/u, 'http://127.0.0.1') ?? '',
    said: () => output.out + output.err,
    isRunning: () => isRunning(child),
    async kill() {
      await end('SIGKILL');
    },
    async stop() {
      const startedAt = performance.now();
      const code = await end('SIGTERM');
      return { code, tookMs: performance.now() - startedAt };
    },
  };
}

/**
 * Runs one command of the program to its end, such as `['jobs', 'failed']`, or until it is killed, where that is asked for: after a
 * time, or when `killWhen` resolves.
 */
export async function runCommand(
  args: readonly string[],
  env: Env,
  { killAfterMs, killWhen }: { killAfterMs?: number | undefined; killWhen?: () => Promise<unknown> } = {},
): Promise<CommandRun> {
  const child = await spawnLargesse(args, env);
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const output = collect(child);
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  await killWhen?.();
  if (killWhen) child.kill('SIGKILL');
  const [code, signal] = await closed;
  clearTimeout(timer);
  return { code, signal, ...output };
}

async function spawnLargesse(args: readonly string[], env: Env): Promise<ChildProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const { flags, pathOf } = await findPrograms();
  const ending = ['--import', pathToFileURL(pathOf(END_WITH_PARENT)).href];
  const node = [...flags, ...ending, pathOf('src/cli/main.ts'), ...args];
  return spawn(process.execPath, node, {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function collect(child: ChildProcess): { out: string; err: string } {
  const output = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.err += text));
  return output;
}

async function untilReady(child: ChildProcess, output: { out: string; err: string }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    function fail(why: string): void {
      child.kill('SIGKILL');
      reject(new Error(`largesse ${why}:\n${output.out}${output.err}`));
    }
    const timer = setTimeout(() => fail(`did not start within ${READY_MS} ms`), READY_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code} instead of starting`);
    });
    child.stdout?.on('data', () => {
      if (!LAST_LINE.test(output.out)) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve();
    });
  });
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
