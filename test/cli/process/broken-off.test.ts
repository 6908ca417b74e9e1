import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { copyUsedData, makeFolder } from '#test/embedded-postgres/data-dir.ts';
import { until } from '#test/helpers/until.ts';
import { makeLargesseDir } from '#test/cli/largesse.ts';
import { largesseProgram } from '#test/helpers/programs.ts';

it.each([
  ['demo', 0],
  ['demo', 300],
  ['doctor', 0],
  ['doctor', 300],
])(
  'takes along what the %s has made when Ctrl-C, pressed twice, breaks it off %i ms later',
  async (command, afterMs) => {
    const tmpDir = await makeFolder();
    const { PATH = '', HOME = '' } = process.env;
    const program = spawn(process.execPath, [...(await largesseProgram()), command], {
      env: { PATH, HOME, TMPDIR: tmpDir, LARGESSE_DIR: join(tmpDir, 'never') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void program.kill('SIGKILL'));
    const said = text(program.stdout);
    const closed = once(program, 'close');
    async function folders(): Promise<string[]> {
      return (await readdir(tmpDir)).filter((name) => name.startsWith('largesse-'));
    }
    await until('the folder of its database', async () => (await folders()).length > 0, 60_000);

    await sleep(afterMs);
    program.kill('SIGINT');
    await sleep(20);
    program.kill('SIGINT');

    expect(await closed).toEqual([130, null]);
    expect(await said).not.toContain('✗');
    expect(await folders()).toEqual([]);
  },
  90_000,
);

/** Presses Ctrl-C when the program does what it says. */
function pressing(when: string): string[] {
  const script = `const press = () => process.kill(process.pid, 'SIGINT'); ${when}`;
  return ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
}

/** The database is one that it makes, and takes along. */
async function run(args: readonly string[], env: Record<string, string>): Promise<unknown[]> {
  const { dir, remove } = await makeLargesseDir();
  onTestFinished(remove);
  const { PATH = '', HOME = '' } = process.env;
  const program = spawn(process.execPath, args, {
    env: { PATH, HOME, LARGESSE_DIR: dir, PORT: '0', ...env },
    stdio: 'ignore',
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  return once(program, 'close');
}

it('is broken off, and not well, when Ctrl-C is pressed at the last finding of the doctor', async () => {
  const atLast = `const { stdout } = process, write = stdout.write;
    stdout.write = (text) => { if (/Public address/.test(text)) press(); return write.call(stdout, text); };`;
  const env = { PUBLIC_URL: 'http://127.0.0.1:1' };

  expect(await run([...pressing(atLast), ...(await largesseProgram()), 'doctor'], env)).toEqual([130, null]);
}, 90_000);

it('is deaf to a second Ctrl-C until it has left', async () => {
  const atFirstWord = `const { stdout, off } = process, write = stdout.write;
    stdout.write = (text) => { press(); return write.call(stdout, text); };
    process.off = (name, ear) => { off.call(process, name, ear); if (name === 'SIGINT') press(); return process; };`;

  expect(await run([...pressing(atFirstWord), ...(await largesseProgram()), 'people', 'list'], {})).toEqual([
    130,
    null,
  ]);
}, 90_000);

it('stops the Postgres of a start whose reader reads no further', async () => {
  const { dir, remove } = await makeLargesseDir();
  onTestFinished(remove);
  // Postgres may run as another user, who must be able to enter.
  await chmod(dir, 0o755);
  await copyUsedData(join(dir, 'postgres'));
  const { PATH = '', HOME = '' } = process.env;
  const program = spawn(process.execPath, [...(await largesseProgram()), 'start'], {
    env: { PATH, HOME, LARGESSE_DIR: dir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void program.kill('SIGKILL'));

  program.stdout.destroy();

  expect(await once(program, 'exit')).toEqual([0, null]);
  expect(await readdir(join(dir, 'postgres/server/cluster'))).not.toContain('postmaster.pid');
}, 90_000);
