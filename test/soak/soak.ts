import { parseArgs } from 'node:util';
import { type BankReport, type Progress, runBank } from './run-bank.ts';

const HOW = 'npm run soak -- [--minutes 10] [--seed NUMBER] [--workers 3] [--tellers 3] [--hands 12]';
const LIMITS = { minutes: 10, workers: 3, tellers: 3, hands: 12 };

const numbers = readNumbers();
const { seed, minutes, ...size } = numbers;
const stopping = new AbortController();
process.once('message', stop);
// Whoever asked for it is gone.
process.once('disconnect', stop);
print(`Seed ${seed}, ${minutes} minutes`);
const report = await runBank({
  ...size,
  seed,
  durationMs: minutes * 60_000,
  hasFiles: true,
  faultEveryMs: 2_500,
  lookEveryMs: 10_000,
  settling: { timeoutMs: 300_000, isHurried: false },
  signal: stopping.signal,
  onProgress: show,
});
conclude(report);
process.off('disconnect', stop);
if (process.connected) process.disconnect();

function stop(): void {
  if (stopping.signal.aborted) return;
  print('Stopping: what was done is audited. Once more ends it at once.');
  stopping.abort();
}

function readNumbers(): typeof LIMITS & { seed: number } {
  const string = { type: 'string' } as const;
  const options = { minutes: string, seed: string, workers: string, tellers: string, hands: string };
  const { values } = parseArgs({ options });
  function read(name: keyof typeof values, otherwise: number): number {
    const number = values[name] === undefined ? otherwise : Number(values[name]);
    if (number > 0 && (name === 'minutes' || Number.isInteger(number))) return number;
    print(`--${name} is ${values[name]}, which is no number above zero.\n${HOW}`);
    return process.exit(2);
  }
  return {
    seed: read('seed', 1 + Math.floor(Math.random() * 2 ** 31)),
    minutes: read('minutes', LIMITS.minutes),
    workers: read('workers', LIMITS.workers),
    tellers: read('tellers', LIMITS.tellers),
    hands: read('hands', LIMITS.hands),
  };
}

function show({ phase, leftMs, operations, faults, outcomes }: Progress): void {
  const elapsedMs = minutes * 60_000 - leftMs;
  const rate = Math.round(operations / (elapsedMs / 1_000));
  const broken = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const done = `${operations} operations (${rate} a second), ${broken} faults, ${outcomes.lost} answers lost`;
  print(phase === 'working' ? `${clock(leftMs)} left: ${done}` : `${phase}: ${done}`);
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function conclude(done: BankReport): void {
  const { breaches, proofs, workMs, settleMs, operations, faults, outcomes, rows } = done;
  print(JSON.stringify({ operations, faults, outcomes, rows }, null, 2));
  print(`Proved ${proofs} times meanwhile, and once at the end`);
  print(`Worked for ${clock(workMs)}, settled after ${clock(settleMs)}`);
  if (breaches.length === 0) return print(`All is well. Seed ${seed}`);
  for (const breach of breaches.slice(0, 50)) print(breach);
  print(`${breaches.length} breaches. Seed ${seed}: npm run soak -- --minutes ${minutes} --seed ${seed}`);
  process.exitCode = 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
