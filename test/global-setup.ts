import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { connect } from '#src/db/kit/connect.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { migrate } from '#src/db/kit/migrate.ts';
import { missingSpecsText } from './servers/published-specs.ts';

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  export interface ProvidedContext {
    /** Answers with the url of the run's database server, which it starts when first asked. */
    databaseDesk: string;
    /** A folder that everybody may enter, gone when the run ends. */
    runFolder: string;
  }
}

const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  autovacuum: 'off',
};

const log = { info: ignore, warn: ignore, error: console.error };

function ignore(): void {}

/** One Postgres for the whole run, with a migrated template to clone. Runs that ask for no database start none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lack = missingSpecsText();
  if (lack) console.warn(lack);
  const folder = await mkdtemp(join(tmpdir(), 'largesse-run-'));
  // Postgres refuses root and is run as another user then, who must be able to enter.
  await chmod(folder, 0o755);
  project.provide('runFolder', folder);
  let starting: Promise<EmbeddedPostgres> | undefined;

  const desk = createServer((_, response) => {
    starting ??= startWithTemplate(folder);
    starting.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  project.provide('databaseDesk', `http://127.0.0.1:${await listen(desk)}`);

  async function tearDown(): Promise<void> {
    desk.close();
    const postgres = await starting?.catch(ignore);
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  process.once('exit', () => killServer(folder));
  return tearDown;
}

/** A run that is broken off has no time to stop its server, and must not leave it behind. */
function killServer(folder: string): void {
  const file = join(folder, 'data/server/cluster/postmaster.pid');
  if (!existsSync(file)) return;
  process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function startWithTemplate(folder: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings: SETTINGS, log });
  try {
    await makeTemplate(postgres.url);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new Client(url);
  await admin.connect();
  try {
    await admin.query('create database template_largesse');
    const templateUrl = new URL(url);
    templateUrl.pathname = 'template_largesse';
    const db = connect({ url: templateUrl.href, poolSize: 1 }, log);
    try {
      await migrate(db);
    } finally {
      await db.destroy();
    }
    await admin.query('alter database template_largesse is_template true allow_connections false');
  } finally {
    await admin.end();
  }
}
