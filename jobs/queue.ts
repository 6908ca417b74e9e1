import {
  assertSchemaCompatibility,
  Queue as BullQueue,
  Worker as BullWorker,
  createPostgresBackend,
  DelayedError,
  type Job,
  LATEST_SCHEMA_VERSION,
  type MinimalJob,
  runMigrations,
  SchemaMigrationRequiredError,
  UnrecoverableError,
  WaitingError,
} from 'bullmq';
import pg from 'pg';
import type { Log } from '#src/ports/log.ts';
import type { Queue } from '#src/ports/queue.ts';
import { createThrottledWarning, type Warn } from './throttled-warning.ts';
import type { JobDefinition } from './job.ts';
import { createBackoffPool } from './backoff-pool.ts';
import { SafeClient } from './safe-client.ts';
import { connectForEnqueueing, connectForWorking, createConnectionGate } from './redis-connection.ts';
import { type QueueConnection, createEnqueuer, type JobData } from './enqueuer.ts';
import { jobDelayMs, idsAtOnce } from './run-job.ts';
import { grantQueue } from './grant-queue.ts';
import { connectToQueue, ISOLATION, SCHEMA, SESSION } from './queue-session.ts';
import { createLookForWork, type LookForWork } from './look-for-work.ts';
import { type QueueTrouble, queueTroubleOf } from './queue-trouble.ts';
import { withTimeout } from './with-timeout.ts';
import { startWorkers, type Taker, type WorkerConnection, type Workers } from './workers.ts';

/**
 * Where the queue is kept: Redis, or BullMQ's Postgres backend in the schema `bullmq`, which needs no second server. In
 * Redis all keys begin with `prefix`, which no other installation may share.
 */
export type QueueConfig = { kind: 'redis'; url: string; prefix: string } | PostgresQueue;

/** `owner`: who makes its tables, and grants a role what working with them takes, where that is another role than the one in `url`. */
export type PostgresQueue = { kind: 'postgres'; url: string; owner?: { url: string; grantTo: string } };

export type OpenQueue = Queue & {
  /** Starts workers for these jobs. Never throws: it waits for servers that cannot be reached. */
  work<Deps>(deps: Deps, definitions: readonly JobDefinition<Deps>[]): Workers;
  /** Tries whether jobs can be enqueued now. Takes about a second at most, and never rejects. */
  check(): Promise<QueueTrouble | undefined>;
  /** Closes the enqueueing side within a second. Close workers separately, and first. */
  close(): Promise<void>;
};

type BullJob = Job<JobData>;

const SHARED_CONNECTIONS = 4;
const ANSWER_TIMEOUT_MS = 900;
/** A dead worker's jobs are free once its locks expire and two checks notice: within 14 s, measured 7 to 10. */
const TAKEOVER = { lockDuration: 8000, stalledInterval: 3000 };
/**
 * How long an idle worker waits to be woken before it looks by itself, in seconds. Postgres tells a lost connection by
 * its keep-alives; a connection to Redis must not block for longer.
 */
const WAIT_S = { postgres: 300, redis: 10 };
/**
 * More than anyone reaches: the runner counts faults and crashes itself, because it must give up before BullMQ forgets.
 */
const UNLIMITED = 1_000_000;
const JOB_OPTIONS = {
  attempts: UNLIMITED,
  backoff: { type: 'of the definition' },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 0,
};

/**
 * Opens the queue. It only wakes the workers: jobs carry nothing but ids, and the database holds the work.
 * On Postgres it first runs BullMQ's own migrations, and throws when the database cannot be reached.
 */
export async function openQueue(config: QueueConfig, { log }: { log: Log }): Promise<OpenQueue> {
  if (config.kind === 'postgres') await migrateQueue(config.owner?.url ?? config.url, config.owner);
  const warnThrottled = createThrottledWarning(log);
  let isClosed = false;
  // A closing pool does not wait for its connections. If the server stops after us and cuts them, that is no trouble.
  function warn(...args: Parameters<Warn>): void {
    if (!isClosed) warnThrottled(...args);
  }
  const backend = config.kind === 'redis' ? onRedis(config, warn) : onPostgres(config.url);
  const enqueuer = createEnqueuer(backend.queues, { log, warn });
  return {
    enqueue: (job, ids) => enqueuer.enqueue(job, ids),
    work(deps, definitions) {
      const connection = backend.openForWork(definitions.map(({ name }) => name));
      return startWorkers(connection, { log, warn, enqueuer }, deps, definitions);
    },
    async check() {
      try {
        await withTimeout(backend.tryToWrite(), ANSWER_TIMEOUT_MS);
        return undefined;
      } catch (fault) {
        return queueTroubleOf(config.kind, fault);
      }
    },
    async close() {
      await Promise.all([enqueuer.close(), backend.close()]);
      isClosed = true;
    },
  };
}

/**
 * Creates or updates BullMQ's tables in the schema `bullmq`. Several processes may do so at once. With nothing to
 * update, it needs no right to create anything. `grantTo`: the role that works with them, where that is not the owner.
 *
 * @throws `QueueBehindPooler` where the url leads to a pooler.
 */
export async function migrateQueue(
  url: string,
  { grantTo }: { grantTo?: string | undefined } = {},
): Promise<void> {
  const client = await connectToQueue(url);
  try {
    const { installed, wanted } = await findSchemaVersions(client);
    if (installed < wanted) await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
  if (grantTo !== undefined) await grantQueue(url, grantTo);
}

/**
 * The installed version of BullMQ's tables, 0 when there are none, and the version this BullMQ wants. Throws when the
 * installed one is too new.
 */
export async function findSchemaVersions(client: pg.Client): Promise<{ installed: number; wanted: number }> {
  return { installed: await findInstalledVersion(client), wanted: LATEST_SCHEMA_VERSION };
}

async function findInstalledVersion(client: pg.Client): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, SCHEMA);
  } catch (fault) {
    if (fault instanceof SchemaMigrationRequiredError) return 0;
    throw fault;
  }
}

type Backend = {
  queues: QueueConnection;
  openForWork(queues: readonly string[]): WorkerConnection;
  /** Rejects when nothing can be enqueued. */
  tryToWrite(): Promise<unknown>;
  close(): Promise<void>;
};

function onRedis({ url, prefix: name }: { url: string; prefix: string }, warn: Warn): Backend {
  // The braces keep all keys on one node of a Redis Cluster, as BullMQ's scripts require.
  const prefix = `{${name}}`;
  const enqueueing = connectForEnqueueing(url, ANSWER_TIMEOUT_MS, warn);
  const untilReachable = createConnectionGate(enqueueing);
  return {
    async tryToWrite() {
      await untilReachable();
      await enqueueing.set(`${prefix}:tried`, Date.now(), 'EX', 60);
    },
    close: () => Promise.resolve(),
    queues: {
      untilReachable,
      open: (job) => new BullQueue(job, { connection: enqueueing, prefix, defaultJobOptions: JOB_OPTIONS }),
      disconnect: () => enqueueing.disconnect(),
    },
    openForWork() {
      const connection = connectForWorking(url, warn);
      return {
        start: (definition, take) =>
          new BullWorker(definition.name, processing(take), {
            connection,
            prefix,
            drainDelay: WAIT_S.redis,
            ...workerOptions(definition),
          }),
        disconnect: () => connection.disconnect(),
      };
    },
  };
}

function onPostgres(url: string): Backend {
  const enqueueing = {
    connectionString: url,
    schema: SCHEMA,
    max: 2,
    options: ISOLATION,
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    Client: SafeClient,
  };
  const asking = new pg.Pool({ ...enqueueing, max: 1, options: SESSION });
  asking.on('error', () => undefined);
  return {
    tryToWrite: () => asking.query('select from job where false'),
    async close() {
      if (!asking.ending) await asking.end();
    },
    queues: {
      untilReachable: () => Promise.resolve(),
      open: (job) =>
        new BullQueue(job, { connection: enqueueing, defaultJobOptions: JOB_OPTIONS }, createPostgresBackend),
      disconnect: () => undefined,
    },
    openForWork(queues) {
      // Each worker keeps one connection for notifications; they share the others.
      const pool = createBackoffPool(url, { session: SESSION, max: queues.length + SHARED_CONNECTIONS });
      const backend = lookingOnce(createLookForWork(pool, queues, TAKEOVER.stalledInterval));
      return {
        start: (definition, take) =>
          new BullWorker(
            definition.name,
            processing(take),
            { connection: pool, drainDelay: WAIT_S.postgres, ...workerOptions(definition) },
            backend,
          ),
        disconnect: () => void pool.end(),
      };
    },
  };
}

/** The backend on Postgres, whose workers ask for the jobs of dead workers only where there are jobs at all. */
function lookingOnce(look: LookForWork): typeof createPostgresBackend {
  return (name, ...rest) => {
    const backend = createPostgresBackend(name, ...rest);
    const moveStalled = backend.moveStalledJobsToWait.bind(backend);
    return Object.assign(backend, {
      moveStalledJobsToWait: async () => ((await look.isActive(name)) ? moveStalled() : []),
    });
  };
}

function workerOptions<Deps>(definition: JobDefinition<Deps>) {
  return {
    ...TAKEOVER,
    maxStalledCount: UNLIMITED,
    runRetryDelay: 1000,
    concurrency: idsAtOnce(definition),
    settings: {
      backoffStrategy: (faults: number, _type?: string, _fault?: Error, job?: MinimalJob<JobData>) =>
        jobDelayMs(definition, faults + (job?.data.faults ?? 0)),
    },
  };
}

/** Fault messages stay out of the queue: they may quote a message or a code. */
function processing(take: Taker): (job: BullJob, token?: string) => Promise<void> {
  return async function process(job, token) {
    const { id, more = [], faults = 0 } = job.data;
    const past = { faults: faults + job.attemptsMade, crashes: job.stalledCounter };
    const answer = await take([id, ...more], past);
    switch (answer.kind) {
      case 'done':
        return;
      case 'again':
        await job.moveToDelayed(Date.now() + answer.delayMs, token);
        throw new DelayedError();
      case 'given back':
        await job.moveToWait(token);
        throw new WaitingError();
      case 'retry':
        throw new Error('The run failed; the log says why');
      case 'failed':
        throw new UnrecoverableError('The job was given up; the log says why');
    }
  };
}
