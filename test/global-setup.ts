import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { compilePrograms } from '#test/helpers/compile-programs.ts';
import { keepBetweenRuns } from '#test/helpers/keep-between-runs.ts';
import { makeRunFolder } from '#test/helpers/make-run-folder.ts';
import { DESK, type Thing } from '#test/helpers/desk.ts';
import { copyTree } from './embedded-postgres/copy-tree.ts';
import { connect } from '#src/db/kit/connect.ts';
import { APPLICATION_ROLE } from '#src/embedded-postgres/application-role.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { migrate } from '#src/db/kit/migrate.ts';
import { migrateQueue } from '#jobs/queue.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { missingSpecsText } from './servers/published-specs.ts';

const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '400',
  autovacuum: 'off',
  // Tests connect thousands of times, and what slows guessing a password down would slow each of them.
  scram_iterations: '1',
};

const log = { ...silentLog, error: console.error };

/**
 * What the tests of a run share, each made when it is first asked for: a Postgres with a migrated database to copy, a cluster to
 * copy, and the programs that tests start, compiled. And a folder that they write to, which goes with the run.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const lack = missingSpecsText();
  if (lack) console.warn(lack);
  const folder = await makeRunFolder();
  const keeper = await keepBetweenRuns();
  const made = new Map<Thing, Promise<string>>();
  let postgres: EmbeddedPostgres | undefined;

  const makers: Record<Thing, () => Promise<string>> = {
    data: () => makeOrTake('used', makeData),
    programs: () => compileInto(join(folder, 'programs')),
    async database() {
      const dataDir = await makeOrTake('data', async (copy) => {
        await copyTree(await find('data'), copy);
        await makeTemplateIn(copy);
      });
      postgres = await startEmbeddedPostgres({ dataDir, settings: SETTINGS, log });
      return postgres.ownerUrl;
    },
  };
  async function makeOrTake(name: string, make: (dataDir: string) => Promise<void>): Promise<string> {
    const dataDir = join(folder, name);
    if (await keeper.take(name, dataDir)) return dataDir;
    await make(dataDir);
    await keeper.keep(name, dataDir);
    return dataDir;
  }
  function find(thing: Thing): Promise<string> {
    const finding = made.get(thing) ?? makers[thing]();
    made.set(thing, finding);
    return finding;
  }
  const desk = createServer(({ url = '' }, response) => {
    find(url.slice(1) as Thing).then(
      (answer) => response.end(answer),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  process.env[DESK] = `http://127.0.0.1:${await listen(desk)}`;
  // For what the tests themselves make: it goes with the run, whatever they leave behind.
  process.env['TMPDIR'] = folder;

  async function tearDown(): Promise<void> {
    desk.close();
    await Promise.allSettled(made.values());
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  process.once('exit', () => killServer(folder));
  return tearDown;
}

/** A cluster as the first start of an earlier run has left it. */
async function makeData(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, settings: SETTINGS, log });
  await postgres.stop();
}

async function compileInto(folder: string): Promise<string> {
  await mkdir(folder);
  await compilePrograms(folder);
  return folder;
}

/** A run that is broken off has no time to stop its server, and must leave neither it nor the folder behind. */
function killServer(folder: string): void {
  const file = join(folder, 'data/server/cluster/postmaster.pid');
  if (existsSync(file)) process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function makeTemplateIn(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, settings: SETTINGS, log });
  try {
    await makeTemplate(postgres.ownerUrl);
  } finally {
    await postgres.stop();
  }
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new Client(url);
  await admin.connect();
  try {
    await admin.query('create database template_largesse');
    const templateUrl = new URL(url);
    const { username, password } = templateUrl;
    await admin.query(
      `alter role ${admin.escapeIdentifier(username)} password ${admin.escapeLiteral(decodeURIComponent(password))}`,
    );
    templateUrl.pathname = 'template_largesse';
    const db = connect({ url: templateUrl.href, poolSize: 1 }, log);
    try {
      await migrate(db, { grantTo: APPLICATION_ROLE });
      await migrateQueue(templateUrl.href, { grantTo: APPLICATION_ROLE });
    } finally {
      await db.destroy();
    }
    await admin.query('alter database template_largesse is_template true allow_connections false');
  } finally {
    await admin.end();
  }
}
