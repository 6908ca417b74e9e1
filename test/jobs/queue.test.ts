import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { type BatchJob, FailNow, type JobDefinition, type SingleJob } from '#jobs/job.ts';
import { type OpenQueue, openQueue, type QueueConfig } from '#jobs/queue.ts';
import type { Workers } from '#jobs/workers.ts';
import { findPrograms } from '#test/helpers/programs.ts';
import { hasRedisServer } from '#test/servers/redis.ts';
import { type QueueServer, startPostgresQueues, startRedisQueues } from './queue-servers.ts';
import { createRecordingLog, type LogLine } from '#test/helpers/recording-log.ts';

type Run = SingleJob<object>['run'];
type RunBatch = BatchJob<object>['runBatch'];
type OnFailed = SingleJob<object>['onFailed'];

const WAIT = { timeout: 10_000, interval: 20 };
const RETRIES = {
  due: 'deliveries' as const,
  attempts: 3,
  backoff: { firstMs: 20, maxMs: 100 },
  onFailed: async () => undefined,
};

const backends = [
  { name: 'Redis', start: startRedisQueues, isMissing: !hasRedisServer() },
  { name: 'Postgres', start: startPostgresQueues, isMissing: false },
];

for (const { name, isMissing } of backends)
  if (isMissing) console.warn(`No server for the queue on ${name}: skipped`);

describe.each(backends.filter(({ isMissing }) => !isMissing))('the queue on $name', ({ start }) => {
  let server: QueueServer;
  let config: QueueConfig;
  let queue: OpenQueue;
  let lines: LogLine[];
  let open: { close(): Promise<void> }[];

  beforeAll(async () => {
    server = await start();
  });
  afterAll(async () => {
    await server.stop();
  });
  beforeEach(async () => {
    lines = [];
    open = [];
    config = await server.openFresh();
    queue = await openOne();
  });
  afterEach(async () => {
    for (const one of open.reverse()) await one.close();
  });

  async function openOne(): Promise<OpenQueue> {
    const one = await openQueue(config, { log: createRecordingLog(lines) });
    open.push(one);
    return one;
  }

  function keep(workers: Workers): Workers {
    open.push({ close: () => workers.close(100) });
    return workers;
  }

  function single(options: Partial<SingleJob<object>>): JobDefinition<object> {
    return {
      name: 'deliver-gift',
      ...RETRIES,
      concurrency: 5,
      run: async () => undefined,
      ...options,
    };
  }

  function batch(options: Partial<BatchJob<object>>): JobDefinition<object> {
    return {
      name: 'issue-gifts',
      ...RETRIES,
      concurrency: 1,
      runBatch: async () => undefined,
      ...options,
    };
  }

  it('runs what was enqueued, once, also what was enqueued before a worker came', async () => {
    const run = vi.fn<Run>(async () => undefined);
    const early = ids(3);
    const late = ids(2);

    await queue.enqueue('deliver-gift', early);
    await queue.enqueue('deliver-gift', early);
    keep(queue.work({}, [single({ run })]));
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(3), WAIT);
    await queue.enqueue('deliver-gift', late);
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(5), WAIT);

    expect(idsOf(run).toSorted()).toEqual([...early, ...late].toSorted());
    expect(lines).toEqual([]);
  });

  it('runs an id again that is enqueued again after it was done or given up', async () => {
    const run = vi.fn<Run>(async () => undefined);
    const onFailed = vi.fn<OnFailed>(async () => undefined);
    const id = randomUUID();
    keep(
      queue.work({}, [
        single({ run }),
        {
          name: 'answer-giver',
          ...RETRIES,
          concurrency: 1,
          attempts: 1,
          onFailed,
          run: fail,
        },
      ]),
    );

    for (const times of [1, 2, 3]) {
      await queue.enqueue('deliver-gift', [id]);
      await queue.enqueue('answer-giver', [id]);
      await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(times), WAIT);
      await vi.waitFor(() => expect(onFailed).toHaveBeenCalledTimes(times), WAIT);
      // The id is free again once the queue has forgotten the run, a moment after it ended.
      await pause(100);
    }
  });

  it('coalesces what is enqueued at the same time into few batches', async () => {
    const sizes: number[] = [];
    const all = ids(400);
    const runBatch = vi.fn<RunBatch>(async (_deps, batch) => {
      sizes.push(batch.length);
      await pause(20);
    });

    await Promise.all(chunks(all, 20).map((some) => queue.enqueue('issue-gifts', some)));
    keep(queue.work({}, [batch({ runBatch })]));
    await vi.waitFor(() => expect(sum(sizes)).toBe(400), WAIT);

    expect(runBatch.mock.calls.flatMap(([, batch]) => batch).toSorted()).toEqual(all.toSorted());
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.length).toBeLessThan(80);
  });

  it('isolates a poisonous id: the others are done, it is retried and then given up', async () => {
    const all = ids(50);
    const poison = all[17] ?? '';
    const done = new Set<string>();
    const onFailed = vi.fn<OnFailed>(async () => undefined);
    async function runBatch(_deps: object, batch: readonly string[]) {
      if (batch.includes(poison)) throw new Error('poisoned');
      for (const id of batch) done.add(id);
    }

    keep(queue.work({}, [batch({ runBatch, onFailed })]));
    await queue.enqueue('issue-gifts', all);
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalled(), WAIT);

    expect(done.size).toBe(49);
    expect(onFailed.mock.calls).toEqual([
      [{}, { job: 'issue-gifts', due: 'deliveries', id: poison, error: new Error('poisoned') }],
    ]);
    const retried = lines.filter(({ message }) => message === 'Jobs failed and will be retried');
    expect(retried.map(({ fields }) => fields)).toMatchObject([
      { job: 'issue-gifts', ids: [poison], count: 1 },
    ]);
  });

  it('retries a fault so often, then gives it up and says so as an error', async () => {
    const run = vi.fn<Run>(fail);
    const onFailed = vi.fn<OnFailed>(async () => undefined);
    const id = randomUUID();

    keep(queue.work({}, [single({ run, onFailed, attempts: 4 })]));
    await queue.enqueue('deliver-gift', [id]);
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalled(), WAIT);
    await pause(300);

    expect(run).toHaveBeenCalledTimes(4);
    expect(onFailed.mock.calls).toEqual([
      [{}, { job: 'deliver-gift', due: 'deliveries', id, error: new Error('the database said no') }],
    ]);
    // Of what fails again of the same cause, no more is said for a minute.
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it('gives up at once what says that trying again is useless', async () => {
    const onFailed = vi.fn<OnFailed>(async () => undefined);
    const run = vi.fn<Run>(async () => {
      throw new FailNow('no such row');
    });

    keep(queue.work({}, [single({ run, onFailed })]));
    await queue.enqueue('deliver-gift', ids(1));
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalled(), WAIT);
    await pause(200);

    expect(run).toHaveBeenCalledTimes(1);
  });

  it('comes back later without using up an attempt', async () => {
    const at: number[] = [];
    const onFailed = vi.fn<OnFailed>(async () => undefined);
    async function run() {
      at.push(Date.now());
      return at.length < 6 ? { again: 200 } : undefined;
    }

    keep(queue.work({}, [single({ run, onFailed, attempts: 1 })]));
    await queue.enqueue('deliver-gift', ids(1));
    await vi.waitFor(() => expect(at.length).toBe(6), WAIT);
    await pause(300);

    expect(at.length).toBe(6);
    expect(Math.min(...at.slice(1).map((time, index) => time - (at[index] ?? 0)))).toBeGreaterThanOrEqual(
      190,
    );
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('lets a batch answer for each of its ids', async () => {
    const done = randomUUID();
    const later = randomUUID();
    const broken = randomUUID();
    const runs: string[] = [];
    const onFailed = vi.fn<OnFailed>(async () => undefined);
    async function runBatch(_deps: object, batch: readonly string[]) {
      runs.push(...batch);
      const isFirst = runs.filter((id) => id === later).length === 1;
      return new Map<string, { again: number } | Error>([
        [broken, new Error('this one only')],
        ...(isFirst ? [[later, { again: 50 }] as const] : []),
      ]);
    }

    keep(queue.work({}, [batch({ runBatch, onFailed, attempts: 2 })]));
    await queue.enqueue('issue-gifts', [done, later, broken]);
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledTimes(1), WAIT);
    await vi.waitFor(() => expect(runs.filter((id) => id === later).length).toBe(2), WAIT);

    expect(runs.filter((id) => id === done).length).toBe(1);
    expect(runs.filter((id) => id === broken).length).toBe(2);
  });

  it('runs ids that were enqueued together each by its own delays and attempts', async () => {
    const [done = '', later = '', broken = ''] = ids(3);
    const runs: string[] = [];
    const onFailed = vi.fn<OnFailed>(async () => undefined);
    async function run(_deps: object, id: string) {
      runs.push(id);
      if (id === broken) throw new Error('this one only');
      const isFirst = runs.filter((one) => one === later).length === 1;
      return id === later && isFirst ? { again: 50 } : undefined;
    }

    keep(queue.work({}, [single({ run, onFailed, attempts: 3 })]));
    await queue.enqueue('deliver-gift', [done, later, broken]);
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledTimes(1), WAIT);
    await vi.waitFor(() => expect(runs.filter((id) => id === later).length).toBe(2), WAIT);

    expect(runs.filter((id) => id === done).length).toBe(1);
    expect(runs.filter((id) => id === broken).length).toBe(3);
    expect(onFailed.mock.calls[0]?.[1]).toMatchObject({ id: broken });
  });

  it('runs no more ids at the same time than a job allows, however many were enqueued together', async () => {
    let running = 0;
    let most = 0;
    const run = vi.fn<Run>(async () => {
      most = Math.max(most, ++running);
      await pause(10);
      running -= 1;
    });

    keep(queue.work({}, [single({ run, concurrency: 3 })]));
    await queue.enqueue('deliver-gift', ids(20));
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(20), WAIT);

    expect(most).toBe(3);
  });

  it('keeps the words of a fault out of the queue', async () => {
    const run = vi.fn<Run>(async () => {
      throw new Error('the code is SECRET-WORDS');
    });
    keep(queue.work({}, [single({ run, backoff: { firstMs: 60_000, maxMs: 60_000 } })]));
    await queue.enqueue('deliver-gift', ids(1));
    await vi.waitFor(() => expect(lines.length).toBe(1), WAIT);
    await pause(200);

    expect(await dump(config)).toContain('The run failed; the log says why');
    expect(await dump(config)).not.toContain('SECRET-WORDS');
  });

  it('sweeps by itself, once for all worker processes together', async () => {
    const sweeps: { by: number; id: string }[] = [];
    for (const by of [1, 2, 3]) {
      const one = await openOne();
      const sweep: JobDefinition<object> = {
        name: 'sweep',
        everyMs: 1000,
        run: async (_deps, id) => void sweeps.push({ by, id }),
      };
      keep(one.work({}, [sweep]));
    }

    await pause(5200);

    expect(sweeps.length).toBeGreaterThanOrEqual(4);
    expect(sweeps.length).toBeLessThanOrEqual(7);
    expect(new Set(sweeps.map(({ id }) => id))).toEqual(new Set(['all']));
  });

  it('goes on sweeping and enqueueing after everything in the queue was wiped out', async () => {
    const sweep = vi.fn<Run>(async () => undefined);
    const run = vi.fn<Run>(async () => undefined);
    keep(queue.work({}, [{ name: 'sweep', everyMs: 500, run: sweep }, single({ run })]));
    await vi.waitFor(() => expect(sweep).toHaveBeenCalledTimes(2), WAIT);

    await server.empty();
    sweep.mockClear();
    await vi.waitFor(() => expect(sweep).toHaveBeenCalledTimes(2), { timeout: 3000 });
    await queue.enqueue('deliver-gift', ids(2));
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2), WAIT);
  });

  it('never rejects what is enqueued, answers within a second while the server is away, and works again once it is back', async () => {
    const run = vi.fn<Run>(async () => undefined);
    const before = randomUUID();
    const during = randomUUID();
    const after = randomUUID();
    keep(queue.work({}, [single({ run })]));
    await queue.enqueue('deliver-gift', [before]);
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1), WAIT);

    await server.goAway();
    const times: number[] = [];
    for (let call = 0; call < 20; call += 1)
      times.push(await timed(() => queue.enqueue('deliver-gift', [during])));
    await pause(2000);
    const shouted = lines.length;
    await server.comeBack();
    await vi.waitFor(async () => {
      await queue.enqueue('deliver-gift', [after]);
      expect(idsOf(run)).toContain(after);
    }, WAIT);

    expect(Math.max(...times)).toBeLessThan(1500);
    expect(shouted).toBeGreaterThan(0);
    expect(shouted).toBeLessThan(12);
  });

  it('waits a second at most for a server that hangs, and works again once it answers', async () => {
    const run = vi.fn<Run>(async () => undefined);
    keep(queue.work({}, [single({ run })]));
    await queue.enqueue('deliver-gift', ids(1));
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1), WAIT);

    await server.freeze();
    const times = await Promise.all(ids(20).map((id) => timed(() => queue.enqueue('deliver-gift', [id]))));
    await server.thaw();
    const after = randomUUID();
    await vi.waitFor(async () => {
      await queue.enqueue('deliver-gift', [after]);
      expect(idsOf(run)).toContain(after);
    }, WAIT);

    expect(Math.min(...times)).toBeGreaterThan(800);
    expect(Math.max(...times)).toBeLessThan(1500);
  });

  it('opens and enqueues without a server, and finds it when it comes', async () => {
    if (config.kind === 'postgres') return; // There the truth itself is away, and opening says so.
    const run = vi.fn<Run>(async () => undefined);
    await server.goAway();

    const late = await openOne();
    keep(late.work({}, [single({ run })]));
    const ms = await timed(() => late.enqueue('deliver-gift', ids(1)));
    await server.comeBack();
    await vi.waitFor(async () => {
      await late.enqueue('deliver-gift', ids(1));
      expect(run).toHaveBeenCalled();
    }, WAIT);

    expect(ms).toBeLessThan(1500);
  });

  it('takes over the jobs of a worker that was killed', async () => {
    const first = randomUUID();
    const second = randomUUID();
    const doomed = await spawnDoomedWorker(config);
    await queue.enqueue('deliver-gift', [first, second]);
    await doomed.taken(2);
    const run = vi.fn<Run>(async () => undefined);
    keep(queue.work({}, [single({ run, attempts: 1 })]));
    // The lock is freshly renewed at the worst moment to die.
    await pause(5000);
    expect(run).not.toHaveBeenCalled();

    await doomed.kill();
    const ms = await timed(() => vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2), { timeout: 20_000 }));

    expect(ms).toBeLessThan(15_000);
    expect(idsOf(run).toSorted()).toEqual([first, second].toSorted());
  }, 60_000);

  it.each([
    ['comes back later', async () => ({ again: 2_000 })],
    ['is retried', () => Promise.reject(new Error('not yet'))],
  ])('runs what %s even if the worker that took it is gone', { timeout: 30_000 }, async (_, first) => {
    const takers: number[] = [];
    const both = [0, 1].map((taker) =>
      queue.work({}, [
        single({
          backoff: { firstMs: 3_000, maxMs: 3_000 },
          run: async () => (takers.push(taker) === 1 ? first() : undefined),
        }),
      ]),
    );
    for (const one of both) keep(one);
    await pause(500);
    await queue.enqueue('deliver-gift', [randomUUID()]);
    await vi.waitFor(() => expect(takers).toHaveLength(1), WAIT);

    await both[takers[0] ?? 0]?.close();
    await vi.waitFor(() => expect(takers).toHaveLength(2), { timeout: 14_000 });

    expect(takers[1]).toBe(1 - (takers[0] ?? 0));
  });

  it('closes in time and gives back what does not finish, to be run elsewhere at once', async () => {
    const stuck = vi.fn<Run>(() => new Promise<void>(() => undefined));
    const run = vi.fn<Run>(async () => undefined);
    const id = randomUUID();
    const workers = queue.work({}, [single({ run: stuck, attempts: 1 })]);
    await queue.enqueue('deliver-gift', [id]);
    await vi.waitFor(() => expect(stuck).toHaveBeenCalled(), WAIT);

    const ms = await timed(() => workers.close(1000));
    keep(queue.work({}, [single({ run, attempts: 1 })]));
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1), { timeout: 2000 });

    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(2300);
  });

  it('finishes what runs before it closes', async () => {
    let finished = 0;
    const run = vi.fn<Run>(async () => {
      await pause(500);
      finished += 1;
    });
    const workers = queue.work({}, [single({ run })]);
    await queue.enqueue('deliver-gift', ids(3));
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(3), WAIT);

    await workers.close();

    expect(finished).toBe(3);
  });

  it('closes in time while the server is away', async () => {
    const stuck = vi.fn<Run>(() => new Promise<void>(() => undefined));
    const workers = queue.work({}, [single({ run: stuck })]);
    await queue.enqueue('deliver-gift', ids(1));
    await vi.waitFor(() => expect(stuck).toHaveBeenCalled(), WAIT);
    await server.goAway();

    const ms = await timed(async () => {
      await workers.close(500);
      await queue.close();
    });
    await server.comeBack();

    expect(ms).toBeLessThan(2800);
  });
});

function idsOf(run: Mock<Run>): string[] {
  return run.mock.calls.map(([, id]) => id);
}

function ids(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID());
}

function chunks(all: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

async function fail(): Promise<never> {
  throw new Error('the database said no');
}

describe.skipIf(!hasRedisServer())('two installations on one Redis', () => {
  it('do not meet: each does only its own jobs', async () => {
    const server = await startRedisQueues();
    const { url } = await server.openFresh();
    const [one, other] = await Promise.all(
      ['largesse-one', 'largesse-other'].map((prefix) =>
        openQueue({ kind: 'redis', url, prefix }, { log: createRecordingLog([]) }),
      ),
    );
    if (!one || !other) throw new Error('no queues');
    const [mine, theirs] = [vi.fn<Run>(async () => undefined), vi.fn<Run>(async () => undefined)];
    function jobOf(run: Run): JobDefinition<object> {
      return { name: 'deliver-gift', ...RETRIES, concurrency: 5, run };
    }
    const workers = [one.work({}, [jobOf(mine)]), other.work({}, [jobOf(theirs)])];
    const all = ids(5);

    await one.enqueue('deliver-gift', all);
    await vi.waitFor(() => expect(mine).toHaveBeenCalledTimes(5), WAIT);
    await other.enqueue('deliver-gift', all);
    await vi.waitFor(() => expect(theirs).toHaveBeenCalledTimes(5), WAIT);

    expect(mine).toHaveBeenCalledTimes(5);
    await Promise.all(workers.map((each) => each.close(100)));
    await Promise.all([one.close(), other.close()]);
    await server.stop();
  });
});

/** Everything that the queue holds, as text. */
async function dump({ kind, url }: QueueConfig): Promise<string> {
  return kind === 'redis' ? dumpRedis(url) : dumpPostgres(url);
}

async function dumpRedis(url: string): Promise<string> {
  const client = new Redis(url);
  try {
    const hashes = (await client.keys('*deliver-gift-*')).map((key) => client.hgetall(key));
    const events = client.xrange('{largesse-one}:deliver-gift:events', '-', '+');
    return JSON.stringify([await Promise.all(hashes), await events]);
  } finally {
    client.disconnect();
  }
}

async function dumpPostgres(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } =
      await client.query(`select query_to_xml('select * from bullmq.job', true, false, '')::text
      || query_to_xml('select * from bullmq.event', true, false, '')::text as everything`);
    return rows[0].everything;
  } finally {
    await client.end();
  }
}

async function spawnDoomedWorker(config: QueueConfig) {
  const { flags, pathOf } = await findPrograms();
  const command = [...flags, pathOf('test/jobs/doomed-worker.ts'), JSON.stringify(config)];
  const worker = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  worker.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return {
    taken: (count: number) =>
      vi.waitFor(() => expect(said.split('\n').length - 1).toBe(count), { timeout: 20_000 }),
    async kill() {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    },
  };
}
