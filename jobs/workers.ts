import type { Log } from '#src/ports/log.ts';
import type { JobName } from '#src/ports/queue.ts';
import { startTimer } from './start-timer.ts';
import { createWatchdog, type WatchedWorker } from './watchdog.ts';
import type { Warn } from './throttled-warning.ts';
import type { JobDefinition } from './job.ts';
import type { Enqueuer } from './enqueuer.ts';
import { jobDelayMs, createRunner, type JobRun, type RunResult } from './run-job.ts';
import { settledWithin } from './with-timeout.ts';

/** Running workers. */
export type Workers = {
  /**
   * Stops taking jobs and waits for the running ones. After `timeoutMs` (8000 by default) it gives the rest back, for
   * another worker to run. Takes at most 1.2 s longer than that.
   */
  close(timeoutMs?: number): Promise<void>;
  /** The jobs that are due and that nobody takes, although their worker was replaced. */
  stuck(): JobName[];
};

/** The result of taking a job: the runner's result, or back into the queue untouched. */
export type Answer = RunResult | { kind: 'given back' };

/** Takes a job. A job with several ids is either done or given back: its unfinished ids are enqueued one by one. */
export type Taker = (ids: readonly string[], past: Omit<JobRun, 'id'>) => Promise<Answer>;

/** The part of a BullMQ worker that we use. */
export type QueueWorker = {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
  on(event: 'error', listener: (err: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
};

export type WorkerConnection = {
  start<Deps>(definition: JobDefinition<Deps>, take: Taker): QueueWorker;
  /** Drops the connections, whatever is still using them. */
  disconnect(): void;
};

export type WorkTools = { log: Log; warn: Warn; enqueuer: Enqueuer };

const REOPEN_MS = 1000;
const GIVE_BACK_MS = 1000;

export function startWorkers<Deps>(
  connection: WorkerConnection,
  tools: WorkTools,
  deps: Deps,
  definitions: readonly JobDefinition<Deps>[],
): Workers {
  const returns = new Set<() => void>();
  const workers = definitions.map((definition) => {
    const run = createRunner(definition, deps, tools.log);
    const take = takeMany(definition, tools.enqueuer, (jobRun) => untilGivenBack(run(jobRun), returns));
    return keepWorking(tools, definition.name, (heard) => connection.start(definition, heard(take)));
  });
  const watchdog = createWatchdog(workers, { log: tools.log, now });
  const timers = definitions.flatMap((job) =>
    job.everyMs === undefined
      ? []
      : [startTimer({ enqueuer: tools.enqueuer, onLook: watchdog.look }, job, deps)],
  );

  async function close(timeoutMs: number): Promise<void> {
    for (const timer of timers) timer.stop();
    const closed = Promise.all(workers.map((worker) => worker.close()));
    if (!(await settledWithin(closed, timeoutMs))) {
      for (const giveBack of returns) giveBack();
      await settledWithin(closed, GIVE_BACK_MS);
    }
    connection.disconnect();
  }

  let closing: Promise<void> | undefined;
  return {
    close: (timeoutMs = 8000) => (closing ??= close(timeoutMs)),
    stuck: watchdog.stuck,
  };
}

function now(): number {
  return performance.now();
}

/**
 * Runs the ids of a job side by side. Each unfinished id is enqueued separately, with its own delay and attempts, and
 * so is each id of a job whose worker died: one of them may have killed it.
 */
function takeMany<Deps>(
  definition: JobDefinition<Deps>,
  enqueuer: Enqueuer,
  takeOne: (jobRun: JobRun) => Promise<Answer>,
): Taker {
  const { name } = definition;

  return async function take(ids, past) {
    const [id, ...more] = ids;
    if (id === undefined) return { kind: 'done' };
    if (more.length === 0) return takeOne({ id, ...past });
    if (past.crashes > 0) {
      await enqueuer.enqueueLater(
        name,
        ids.map((one) => ({ id: one, delayMs: 0, faults: 0 })),
      );
      return { kind: 'done' };
    }
    const answers = await Promise.all(ids.map((one) => takeOne({ id: one, ...past })));
    if (answers.some(({ kind }) => kind === 'given back')) return { kind: 'given back' };
    const postponed = ids.flatMap((one, index) => {
      const answer = answers[index];
      if (answer?.kind === 'again') return [{ id: one, delayMs: answer.delayMs, faults: 0 }];
      return answer?.kind === 'retry' ? [{ id: one, delayMs: jobDelayMs(definition, 1), faults: 1 }] : [];
    });
    await enqueuer.enqueueLater(name, postponed);
    return { kind: 'done' };
  };
}

/** The run's result, unless the job is given back first. */
function untilGivenBack(result: Promise<RunResult>, returns: Set<() => void>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    function giveBack(): void {
      resolve({ kind: 'given back' });
    }
    returns.add(giveBack);
    result.finally(() => returns.delete(giveBack)).then(resolve, reject);
  });
}

type KeptWorker = WatchedWorker & { close(): Promise<void> };

/**
 * A BullMQ worker that fails its first contact with the server never works again, so it is replaced until one succeeds.
 */
function keepWorking(
  { log, warn }: WorkTools,
  name: JobName,
  start: (heard: (take: Taker) => Taker) => QueueWorker,
): KeptWorker {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let openedAt = now();
  let takenAt = -Infinity;
  let running = 0;
  let worker = open();

  function heard(take: Taker): Taker {
    return async (ids, past) => {
      takenAt = now();
      running += 1;
      try {
        return await take(ids, past);
      } finally {
        running -= 1;
      }
    };
  }

  function open(): QueueWorker {
    const opened = start(heard);
    openedAt = now();
    opened.on('error', (err) => warn('Worker reported an error', err));
    opened.on('stalled', (jobId) => log.info({ jobId }, 'Took over a job from a dead worker'));
    opened.waitUntilReady().catch((err: unknown) => {
      if (opened !== worker) return;
      warn('Could not start a worker', err);
      drop(opened);
      timer ??= setTimeout(reopen, REOPEN_MS);
    });
    return opened;
  }

  function drop(opened: QueueWorker): void {
    void settledWithin(opened.close(true), REOPEN_MS);
  }

  function reopen(): void {
    timer = undefined;
    worker = open();
  }

  return {
    name,
    openedAt: () => openedAt,
    takenAt: () => takenAt,
    isRunning: () => running > 0,
    replace() {
      if (isClosed || timer) return;
      drop(worker);
      reopen();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      return worker.close();
    },
  };
}
