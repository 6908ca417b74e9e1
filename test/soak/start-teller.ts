import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { App } from '#src/app.ts';
import type { JobName } from '#src/ports/queue.ts';
import { ROOT } from '#test/helpers/read-imports.ts';
import type { TellerCall, Reply } from './teller.ts';

/** What came back: an answer, a fault after which the product says that nothing was done, or nobody knows. */
export type Answer<T> =
  | { kind: 'answered'; value: T }
  | { kind: 'failed'; why: string }
  | { kind: 'lost'; why: string };

type UseCases = App & {
  enqueue(job: JobName, ids: readonly string[]): Promise<void>;
  later: { expireGift(giftId: string): Promise<void> };
};
type Callable = (...args: never[]) => unknown;
type NameIn<G> = {
  [N in keyof G & string]: G[N] extends Callable ? N : `${N}.${NameIn<G[N]>}`;
}[keyof G & string];
type Named<G, Name> = Name extends `${infer Noun}.${infer Rest}`
  ? Noun extends keyof G
    ? Named<G[Noun], Rest>
    : never
  : Name extends keyof G
    ? Extract<G[Name], Callable>
    : never;

/** A use case or a query as it is called: `gift.undo`, `queries.gift.list`. */
export type UseCaseName = NameIn<UseCases>;
export type Asking<N extends UseCaseName> = Parameters<Named<UseCases, N>>;
export type Answering<N extends UseCaseName> = Awaited<ReturnType<Named<UseCases, N>>>;

/** A process that does use cases for the bank as an entrance of the product would. */
export type Teller = {
  ask<N extends UseCaseName>(useCase: N, ...args: Asking<N>): Promise<Answer<Answering<N>>>;
  isRunning(): boolean;
  kill(): Promise<void>;
};

const READY_MS = 60_000;
const ANSWER_MS = 120_000;

export async function startTeller(env: Record<string, string>): Promise<Teller> {
  const child = spawnTeller(env);
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  let serial = 0;

  function settle(id: number, answer: Answer<unknown>): void {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  }
  child.on('exit', () => {
    for (const id of waiting.keys()) settle(id, { kind: 'lost', why: 'the process ended' });
  });
  await untilReady(child);
  child.on('message', (said: Reply) => settle(said.id, answerOf(said)));

  function ask(useCase: string, ...args: unknown[]): Promise<Answer<unknown>> {
    serial += 1;
    const call: TellerCall = { id: serial, useCase, args };
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(call.id, { kind: 'lost', why: 'it took too long' }), ANSWER_MS);
      waiting.set(call.id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      child.send(call, (error) => error && settle(call.id, { kind: 'lost', why: String(error) }));
    });
  }

  return {
    ask: ask as Teller['ask'],
    isRunning: () => isRunning(child),
    async kill() {
      if (!isRunning(child)) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function spawnTeller(env: Record<string, string>): ChildProcess {
  const program = fileURLToPath(new URL('teller.ts', import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', '--conditions=source', program], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Amounts are bigints.
    serialization: 'advanced',
  });
}

async function untilReady(child: ChildProcess): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`a teller ended with ${code} instead of starting`)));
    });
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(reply: Reply): Answer<unknown> {
  if ('value' in reply) return { kind: 'answered', value: reply.value };
  return { kind: reply.isLost ? 'lost' : 'failed', why: reply.fault };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
