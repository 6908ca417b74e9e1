/** `npm run dev`: the app with a sample company, started again whenever a source file is saved. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forceEnd, onEndSignal } from '#src/cli/kit/on-end-signal.ts';
import { reportFault } from '#src/cli/kit/report-fault.ts';
import { configFrom, readEnv } from '#src/config.ts';
import { type DevDatabase, openDevDatabase } from './dev-database.ts';
import { type AppProcess, forkApp } from './fork-app.ts';
import { watchFolders } from './watch-folders.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WATCHED = { folders: ['src', 'adapters', 'jobs', 'migrations'], names: /^[^.].*\.(tsx?|sql)$/u };

/** Jobs under way are done by then; a browser that keeps a page open is cut off. */
const RESTART_MS = 300;
const FINISH_MS = 3_000;

const end = new AbortController();
onEndSignal(() => {
  forceEnd(1);
  end.abort();
});

const settings = readEnv();
const ownFolder = settings.LARGESSE_DIR ? undefined : await mkdtemp(join(tmpdir(), 'largesse-dev-'));
try {
  await runDev(settings.LARGESSE_DIR ?? ownFolder ?? ROOT);
} catch (error) {
  process.exitCode = reportFault(error);
} finally {
  if (ownFolder) await rm(ownFolder, { recursive: true, force: true });
}

async function runDev(dir: string): Promise<void> {
  const env = {
    LARGESSE_ORGANIZATION: 'Sample company',
    ...process.env,
    LARGESSE_DIR: dir,
  };
  const config = configFrom(readEnv(env));
  const database = await openDevDatabase(config, { isThrowaway: ownFolder !== undefined });
  print(ownFolder ? `The data is in ${dir} until you end this` : `The data is kept in ${dir}`);
  try {
    if (!end.signal.aborted) await runApps(env, database);
  } finally {
    await database.close();
  }
}

/** Beside the app that runs there is one that waits, so that a restart has only our own code to load. */
async function runApps(env: NodeJS.ProcessEnv, database: DevDatabase): Promise<void> {
  let waiting: AppProcess | undefined;
  let current = forkApp(env);
  let port: number | undefined;

  async function run(app: AppProcess, why: string, since: number): Promise<void> {
    const answers = await app.run(port);
    if (answers === undefined) return;
    port = answers;
    const seconds = ((performance.now() - since) / 1_000).toFixed(1);
    print(`${why}, in ${seconds} s: http://localhost:${port}/playground`);
    if (!end.signal.aborted) waiting ??= forkApp(env);
  }

  /** It says itself why. */
  async function tellOfEnd(app: AppProcess): Promise<void> {
    if (await app.ended) print('The app has ended. Save a file to start it again.');
  }

  void run(current, 'Started', performance.now());
  void tellOfEnd(current);
  for await (const files of watchFolders({ root: ROOT, ...WATCHED, signal: end.signal })) {
    const since = performance.now();
    const next = waiting ?? forkApp(env);
    waiting = undefined;
    next.load();
    await current.stop(RESTART_MS);
    if (files.some((file) => file.startsWith('migrations/'))) await database.remake();
    current = next;
    void run(current, `Started again after ${listed(files)}`, since);
    void tellOfEnd(current);
  }
  await Promise.all([current.stop(FINISH_MS), waiting?.stop(0)]);
}

function listed(files: readonly string[]): string {
  const [first, ...others] = files;
  return others.length > 0 ? `${first} and ${others.length} more` : `${first}`;
}

function print(line: string): void {
  process.stdout.write(`dev: ${line}\n`);
}
