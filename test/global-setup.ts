import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { compilePrograms } from '#test/helpers/compile-programs.ts';
import { makeRunFolder } from '#test/helpers/make-run-folder.ts';
import { PROGRAM_DESK } from '#test/helpers/programs.ts';
import { connect } from '#src/db/kit/connect.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { migrate } from '#src/db/kit/migrate.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
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

const log = { ...silentLog, error: console.error };

function ignore(): void {}

/**
 * One Postgres for the whole run, with a migrated template to clone, and one compilation of the programs that tests start. Runs
 * that ask for neither have neither.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lack = missingSpecsText();
  if (lack) console.warn(lack);
  const folder = await makeRunFolder();
  project.provide('runFolder', folder);
  // For what the tests themselves make: it goes with the run, whatever they leave behind.
  process.env['TMPDIR'] = folder;
  let starting: Promise<EmbeddedPostgres> | undefined;
  let compiling: Promise<string> | undefined;

  async function findDatabase(): Promise<string> {
    starting ??= startWithTemplate(folder);
    return (await starting).url;
  }
  function findPrograms(): Promise<string> {
    compiling ??= compileInto(join(folder, 'programs'));
    return compiling;
  }
  const desk = createServer(({ url }, response) => {
    const asked = url === '/programs' ? findPrograms() : findDatabase();
    asked.then(
      (answer) => response.end(answer),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const address = `http://127.0.0.1:${await listen(desk)}`;
  project.provide('databaseDesk', address);
  // Also for those who are no part of vitest, such as a program that a test starts from its source.
  process.env[PROGRAM_DESK] = `${address}/programs`;

  async function tearDown(): Promise<void> {
    desk.close();
    await compiling?.catch(ignore);
    const postgres = await starting?.catch(ignore);
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  process.once('exit', () => killServer(folder));
  return tearDown;
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
