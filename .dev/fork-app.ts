import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process of the app is told. */
export type Order =
  | { kind: 'load' }
  | { kind: 'run'; port: number | undefined }
  | { kind: 'stop'; withinMs: number };

/** What it says, once HTTP answers. */
export type Ready = { kind: 'ready'; port: number };

/** The app in a process of its own: a restart begins from nothing. It has the packages loaded and waits. */
export type AppProcess = {
  /** Loads our code as it is now. */
  load(): void;
  /** Runs it. Gives the port when HTTP answers, and undefined when the process ended before. */
  run(port: number | undefined): Promise<number | undefined>;
  /** Resolves when the process has ended, which it does after so many milliseconds at the latest. */
  stop(withinMs: number): Promise<void>;
  /** Resolves when the process has ended; true when nobody had asked for that. */
  ended: Promise<boolean>;
};

const PROGRAM = fileURLToPath(new URL('./run-app.ts', import.meta.url));

/** How much longer than asked a process may take to end, before it is killed. */
const KILL_AFTER_MS = 1_000;

export function forkApp(env: NodeJS.ProcessEnv): AppProcess {
  const child = fork(PROGRAM, { env });
  let isStopping = false;
  const ended = once(child, 'exit').then(() => !isStopping);
  return {
    load: () => tell(child, { kind: 'load' }),
    async run(port) {
      tell(child, { kind: 'run', port });
      return Promise.race([ready(child), ended.then(() => undefined)]);
    },
    async stop(withinMs) {
      isStopping = true;
      tell(child, { kind: 'stop', withinMs });
      const killing = setTimeout(() => child.kill('SIGKILL'), withinMs + KILL_AFTER_MS);
      await ended;
      clearTimeout(killing);
    },
    ended,
  };
}

/** One that has ended is told nothing. */
function tell(child: ChildProcess, order: Order): void {
  if (child.connected) child.send(order, () => undefined);
}

async function ready(child: ChildProcess): Promise<number> {
  const [{ port }] = (await once(child, 'message')) as [Ready];
  return port;
}
