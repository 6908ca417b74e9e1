/** `npm run check -- PATH...`: types, lint, format and the nearest tests of some files; of what git says has changed without any. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changedFiles, filesUnder } from './changed-files.ts';
import { testsOf } from './tests-of.ts';

type Check = { name: string; command: readonly string[]; files: readonly string[] };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What the compiler knows of the last run: only what has changed since is looked at. */
const CACHE = 'node_modules/.cache/largesse';

const MOST_LISTED = 4;

const paths = process.argv.slice(2);
const files = paths.length > 0 ? filesUnder(ROOT, paths) : changedFiles(ROOT);
if (files.length === 0) {
  print('Nothing differs from main. Name files or folders, or check everything: npm run check:all');
} else {
  mkdirSync(join(ROOT, CACHE), { recursive: true });
  const passed = await Promise.all(checksOf(files).map(run));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}

function checksOf(all: readonly string[]): Check[] {
  const code = all.filter((file) => /\.(tsx?|mjs)$/u.test(file));
  const formatted = all.filter(
    (file) => /\.(tsx?|mjs|jsonc?|css|md)$/u.test(file) && file !== 'package-lock.json',
  );
  const typesCommand = [
    'tsc',
    '-p',
    'test',
    '--incremental',
    '--tsBuildInfoFile',
    `${CACHE}/types.tsbuildinfo`,
  ];
  const tests = testsOf(
    all,
    filesUnder(ROOT, ['test']).filter((file) => file.endsWith('.test.ts')),
  );
  return [
    { name: 'format', command: ['biome', 'format'], files: formatted },
    { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'], files: code },
    { name: 'types', command: typesCommand, files: [] },
    {
      name: 'tests',
      command: ['vitest', 'run', '--reporter=dot', '--config', 'test/vitest.config.ts'],
      files: tests,
    },
  ].filter((check) => check.name === 'types' || check.files.length > 0);
}

/** They run side by side. Each is told of when it is done, and what it printed only when it failed. */
async function run({ name, command, files: subjects }: Check): Promise<boolean> {
  const since = performance.now();
  const [program = '', ...args] = command;
  const { code, output } = await execute(join(ROOT, 'node_modules/.bin', program), [...args, ...subjects]);
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  if (code !== 0) print(output);
  print(
    `${code === 0 ? '✓' : '✗'} ${name}, ${seconds} s${subjects.length > 0 ? `: ${listed(subjects)}` : ''}`,
  );
  return code === 0;
}

function execute(program: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, MOST_LISTED).join(', ');
  return names.length > MOST_LISTED ? `${first} and ${names.length - MOST_LISTED} more` : first;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
