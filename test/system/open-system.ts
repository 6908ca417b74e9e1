import { getInstallation } from '#src/db/people/organization.ts';
import { sql } from 'kysely';
import { openQueue } from '#jobs/queue.ts';
import { dueJobs } from '#jobs/jobs.ts';
import { createApp } from '#src/app.ts';
import type { Organization } from '#src/db/people/organization.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { keysToText } from '#src/kit/key-ring.ts';
import { ensureOrganization } from '#src/usecases/people/ensure-organization.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { emptyPostgresQueue } from '#test/helpers/empty-postgres-queue.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { type LargesseProcess, runLargesse } from '#test/helpers/run-largesse.ts';
import { hasRedisServer, type RedisServer, startRedis } from '#test/servers/redis.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { departmentNamed } from '#test/helpers/reads.ts';

export type QueueKind = 'redis' | 'postgres';

/** The queues to try everything on: Redis is left out where there is none. */
export const QUEUES: readonly QueueKind[] = hasRedisServer() ? ['redis', 'postgres'] : ['postgres'];

export type Hire = {
  name: string;
  email: string;
  department: string;
  role?: Role;
  chatIds?: { platform: string; userId: string }[];
  prefers?: 'chat' | 'email';
};

/** A company's database and queue, the processes that run on them, and the product's own use cases for the test's hands. */
export type System = {
  db: Db;
  databaseUrl: string;
  /** The same for the owner of its tables. */
  ownerUrl: string;
  organization: Organization;
  app: TestCore['app'];
  redis: RedisServer | undefined;
  /** What every process of it is started with. */
  env: Record<string, string>;
  run(roles: string, env?: Record<string, string>): Promise<LargesseProcess>;
  hire(people: readonly Hire[]): Promise<void>;
  setBudget(department: string, amountMinor: bigint): Promise<void>;
  /** Wipes out what the queue holds. */
  emptyQueue(): Promise<void>;
  /** Makes all that waits for its next attempt due, as if its time had come. */
  passTime(): Promise<void>;
  /** Ends the processes that still run and removes everything. */
  close(): Promise<void>;
};

export type SystemOptions = {
  queue: QueueKind;
  env?: Record<string, string>;
  /** A database other than one of its own on the run's server. */
  database?: TestDatabase;
};

export async function openSystem({ queue: kind, env = {}, ...options }: SystemOptions): Promise<System> {
  const { db, url, owner, ownerUrl, drop } = options.database ?? (await createTestDatabase());
  const redis = kind === 'redis' ? await startRedis() : undefined;
  const processes: LargesseProcess[] = [];
  const core = makeCore(db, { clock: { now: () => new Date() } });
  const organization = await ensureOrganization(core, { name: 'Acme', currency: 'USD', timeZone: 'UTC' });
  const queue = await openQueue(
    redis
      ? { kind: 'redis', url: redis.url, prefix: await getInstallation(core.db) }
      : { kind: 'postgres', url },
    { log: core.log },
  );
  const app = createApp({ ...core, clock: { now: () => new Date() }, queue });
  const common = {
    DATABASE_URL: url,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    LARGESSE_KEYS: keysToText([TEST_KEY]),
    LARGESSE_DIR: '/nonexistent',
    PORT: '0',
    LOG_LEVEL: 'debug',
    ...env,
  };

  async function setBudget(name: string, amountMinor: bigint): Promise<void> {
    const department = await departmentNamed({ app }, organization.id, name);
    if (!department.ok) throw new Error(`there is no department ${name}`);
    await app.budget.set({ department: department.value, amountMinor, actorId: null });
  }

  async function emptyQueue(): Promise<void> {
    if (redis) await redis.flush();
    else await emptyPostgresQueue((statement) => sql.raw(statement).execute(owner));
  }

  return {
    db,
    databaseUrl: url,
    ownerUrl,
    organization,
    app,
    redis,
    env: common,
    setBudget,
    emptyQueue,
    async passTime() {
      await sql`update delivery set due_at = now() - interval '10 s'
        where status in ('due', 'unknown')`.execute(db);
      await sql`update recognition set answer_due_at = now() - interval '10 s'
        where answer_status in ('due', 'unknown')`.execute(db);
      await emptyQueue();
      await app.jobs.enqueueDue(dueJobs);
    },
    async run(roles, more = {}) {
      const started = await runLargesse({ roles, env: { ...common, ...more } });
      processes.push(started);
      return started;
    },
    hire: (people) => hire({ app, organization, db }, people),
    async close() {
      await Promise.all(processes.map((one) => one.kill()));
      await queue.close();
      await drop();
      await redis?.stop();
    },
  };
}

async function hire(
  { app, organization, db }: Pick<System, 'app' | 'organization' | 'db'>,
  people: readonly Hire[],
): Promise<void> {
  const rows = people.map(({ name, email, department, role = 'employee', chatIds = [] }) => {
    return { name, email, department, role, chatIds, region: '' };
  });
  await app.people.import(organization, rows);
  const mailReaders = people.filter(({ prefers }) => prefers === 'email').map(({ email }) => email);
  if (mailReaders.length === 0) return;
  await transactOn(db, (tx) =>
    tx.updateTable('person').set({ prefers: 'email' }).where('email', 'in', mailReaders).execute(),
  );
}
