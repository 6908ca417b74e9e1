import { Client } from 'pg';
import type { QueueConfig } from '#jobs/queue.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { emptyPostgresQueue } from '#test/helpers/empty-postgres-queue.ts';
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
  let ownerUrl = '';
  let name = '';
  let freezer: Client | undefined;

  async function administer(statement: string, values: string[] = []): Promise<void> {
    const elsewhere = new URL(ownerUrl);
    elsewhere.pathname = 'postgres';
    await withClient(elsewhere.href, (client) => client.query(statement, values));
  }

  return {
    async openFresh() {
      const database = await createTestDatabase();
      databases.push(database);
      const { url } = database;
      ({ ownerUrl } = database);
      name = new URL(url).pathname.slice(1);
      return { kind: 'postgres', url };
    },
    async empty() {
      await withClient(ownerUrl, (client) => emptyPostgresQueue((statement) => client.query(statement)));
    },
    async freeze() {
      freezer = new Client({ connectionString: ownerUrl });
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

async function withClient(url: string, act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
