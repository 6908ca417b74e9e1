import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

const EVERY_MS = 50;

export type SampledRun = { seconds: number; peakRssMb: number; stdout: string };

/** Runs a program of Node.js to its end and watches how much memory it takes. Throws when it does not end with 0. */
export async function runSampled(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<SampledRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  });
  let peakKb = 0;
  const timer = setInterval(() => {
    void peakRssKb(child.pid).then((kb) => (peakKb = Math.max(peakKb, kb)));
  }, EVERY_MS);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  clearInterval(timer);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return { seconds: (performance.now() - startedAt) / 1_000, peakRssMb: peakKb / 1_024, stdout };
}

/** 0 where there is no `/proc`, or the process has ended. */
async function peakRssKb(pid: number | undefined): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/mu.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
