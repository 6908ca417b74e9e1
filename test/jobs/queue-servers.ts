import { Client } from 'pg';
import type { QueueConfig } from '#jobs/queue.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { startRedis } from '#test/servers/redis.ts';

/** A server that holds queues, for one test file. */
export type QueueServer = {
  /** A queue that nothing was ever put in. */
  openFresh(): Promise<QueueConfig>;
  /** Wipes out what the queue holds, under the feet of those who use it. */
  empty(): Promise<void>;
  /** Keeps the connections and answers nothing, until `thaw`. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Cuts every connection and takes no new one. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

export async function startRedisQueues(): Promise<QueueServer> {
  const redis = await startRedis();
  return {
    async openFresh() {
      await redis.flush();
      return { kind: 'redis', url: redis.url, prefix: 'largesse-one' };
    },
    empty: () => redis.flush(),
    freeze: async () => redis.freeze(),
    thaw: async () => redis.thaw(),
    goAway: () => redis.kill(),
    comeBack: () => redis.restart(),
    stop: () => redis.stop(),
  };
}

/** Databases on the Postgres of the test run. */
export async function startPostgresQueues(): Promise<QueueServer> {
  const databases: TestDatabase[] = [];
  let url = '';
  let name = '';
  let freezer: Client | undefined;

  async function administer(statement: string, values: string[] = []): Promise<void> {
    const elsewhere = new URL(url);
    elsewhere.pathname = 'postgres';
    await withClient(elsewhere.href, (client) => client.query(statement, values));
  }

  return {
    async openFresh() {
      const database = await createTestDatabase();
      databases.push(database);
      url = database.url;
      name = new URL(url).pathname.slice(1);
      return { kind: 'postgres', url };
    },
    async empty() {
      await withClient(url, truncateAll);
    },
    async freeze() {
      freezer = new Client({ connectionString: url });
      await freezer.connect();
      await freezer.query('begin');
      await freezer.query('lock table bullmq.job in access exclusive mode');
    },
    async thaw() {
      await freezer?.end();
    },
    async goAway() {
      await administer(`alter database ${name} allow_connections false`);
      await administer('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    },
    async comeBack() {
      await administer(`alter database ${name} allow_connections true`);
    },
    async stop() {
      for (const database of databases) await database.drop();
    },
  };
}

/** Workers lock the same tables in orders of their own: one that we meet crosswise goes first. */
async function truncateAll(client: Client): Promise<void> {
  try {
    await client.query('truncate bullmq.job, bullmq.meta, bullmq.dedup cascade');
  } catch (fault) {
    if ((fault as { code?: string }).code !== '40P01') throw fault;
    await truncateAll(client);
  }
}

async function withClient(url: string, act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
