import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const SCRIPT = `
  import { createLog } from '#src/kit/log.ts';
  import { catchUnhandled } from '#src/process/catch-unhandled.ts';
  catchUnhandled({ log: createLog('info', { role: 'test' }), newId: () => 'fault-1' });
  setTimeout(() => { throw new Error('a stray exception'); }, 1);
  setTimeout(() => void Promise.reject(new Error('a stray rejection')), 2);
  setTimeout(() => process.stdout.write('still here'), 50);
`;

it('outlives what nobody catches, and logs it with the id of a fault', async () => {
  const { code, out, err } = await run(SCRIPT);

  expect([code, out]).toEqual([0, 'still here']);
  const lines = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { level: 50, faultId: 'fault-1', origin: 'uncaughtException', err: { message: 'a stray exception' } },
    { level: 50, faultId: 'fault-1', origin: 'unhandledRejection', err: { message: 'a stray rejection' } },
  ]);
});

async function run(script: string): Promise<{ code: number | null; out: string; err: string }> {
  const node = ['--conditions=source', '--import=tsx', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}
