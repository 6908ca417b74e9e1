import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/** What people get who install Largesse from npm: packed, installed in an empty folder and run, without its sources. */

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_MS = 600_000;

/** What a checkout has that the package is made from. It is copied, so that nobody sees a half-made `dist`. */
const SOURCES = [
  'package.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  '.github',
  'src',
  'adapters',
  'jobs',
  'migrations',
];

let folder: string;
let app: string;

vi.setConfig({ testTimeout: 120_000, hookTimeout: INSTALL_MS });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'largesse-package-'));
  // Postgres refuses root, and the user that it is run as instead must be able to enter.
  await chmod(folder, 0o755);
  app = join(folder, 'app');
  const tarball = await pack(join(folder, 'checkout'));
  await install(tarball);
}, INSTALL_MS);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

async function pack(checkout: string): Promise<string> {
  await mkdir(checkout);
  for (const name of SOURCES) await cp(join(ROOT, name), join(checkout, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: checkout });
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  return join(folder, tarball ?? '');
}

async function install(tarball: string): Promise<void> {
  await mkdir(app);
  await writeFile(join(app, 'package.json'), '{ "private": true }');
  const options = ['--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...options, tarball], { cwd: app });
}

async function npx(...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  const { stdout } = await run('npx', ['--no-install', 'largesse', ...args], { cwd: app, env });
  return stdout;
}

/** Runs a program to its end. Throws, with all that it said, when it fails. */
async function run(program: string, args: string[], options: { cwd: string; env?: Record<string, string> }) {
  try {
    return await execute(program, args, { maxBuffer: 10_000_000, ...options });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

describe('the package', () => {
  it('holds what runs, and neither sources nor tests', async () => {
    const there = await readdir(join(app, 'node_modules/largesse'), { recursive: true, withFileTypes: true });
    const besides = there
      .filter((entry) => entry.isFile() && !/largesse\/(?:dist|node_modules)\b/u.test(entry.parentPath))
      .map(({ name }) => name);
    const built = await readdir(join(app, 'node_modules/largesse/dist'));

    expect([...new Set(besides)].toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
      'playground.png',
      'spend.png',
    ]);
    expect(built.toSorted()).toEqual(['adapters', 'jobs', 'migrations', 'src']);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };

    expect(await npx('--version')).toBe(`${version}\n`);
  });

  it('shows the main job with nothing configured', async () => {
    const { ok, steps } = JSON.parse(await npx('demo', '--json')) as {
      ok: boolean;
      steps: { name: string; ok: boolean }[];
    };

    expect(steps.filter((step) => !step.ok)).toEqual([]);
    expect(ok).toBe(true);
  });

  it('serves the playground with its scripts, and ends when asked to', async () => {
    const largesse = await start();

    const page = await fetch(new URL('/playground', largesse.url));
    const html = await page.text();
    const parts = [...html.matchAll(/(?:src|href)="(\/[^"?#]+\.(?:js|css))/gu)].map(([, path]) => path ?? '');
    const answers = await Promise.all(parts.map((path) => fetch(new URL(path, largesse.url))));

    expect(page.status).toBe(200);
    expect(parts.length).toBeGreaterThan(0);
    expect(answers.map(({ status }) => status)).toEqual(parts.map(() => 200));
    expect(await largesse.stop()).toBe(0);
  });
});

async function start(): Promise<{ url: string; stop: () => Promise<number | null> }> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(join(app, 'node_modules/.bin/largesse'), ['start'], {
    cwd: app,
    env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let url = '';
  for await (const line of createInterface(child.stdout)) {
    url = /^ {2}web +(http:\S+)/u.exec(line)?.[1] ?? '';
    if (url) break;
  }
  child.stdout.resume();
  return {
    url: url.replace('localhost', '127.0.0.1'),
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}
