import { spawn } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { must } from '#src/domain/kit/must.ts';
import { ROOT } from '#test/helpers/read-imports.ts';
import type { PageToMeasure } from './pages-to-measure.ts';

const SITE = fileURLToPath(new URL('serve-site.ts', import.meta.url));
const LOOK_EVERY_MS = 50;

const Started = z.object({ url: z.string(), tokens: z.record(z.string(), z.string()) });

export type SiteProcess = z.infer<typeof Started> & { pid: number; stop: () => void };

/** Puts the site into one file, so that its process holds no compiler. Gives that file. */
export async function buildSite(folder: string): Promise<string> {
  const outfile = join(folder, 'site.mjs');
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [SITE],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    conditions: ['source'],
    tsconfig: join(ROOT, 'tsconfig.json'),
  });
  return outfile;
}

/** Starts a site that was built. */
export async function startSite(file: string, url: string): Promise<SiteProcess> {
  const child = spawn(process.execPath, [file, url], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    return {
      ...Started.parse(JSON.parse(line)),
      pid: must(child.pid, 'process id'),
      stop: () => child.kill(),
    };
  }
  throw new Error('the site did not start');
}

/** An answer: when its first byte came, and how many lines and bytes it has. */
export type Got = { status: number; firstByteMs: number; lines: number; bytes: number };

export function get({ url, tokens }: SiteProcess, { path, role }: PageToMeasure): Promise<Got> {
  const startedAt = performance.now();
  const token = tokens[role] ?? '';
  const headers = { host: 'gifts.example.com', cookie: `__Host-largesse=${token}` };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { headers }, (response) => {
      let [lines, bytes, firstByteMs] = [0, 0, 0];
      response.on('data', (chunk: Buffer) => {
        firstByteMs ||= performance.now() - startedAt;
        bytes += chunk.length;
        for (const byte of chunk) if (byte === 10) lines += 1;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, firstByteMs, lines, bytes }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Does something, and tells how much memory a process had at most meanwhile, and by how much that was more than before. */
export async function watchMemory<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ done: T; peakMb: number; growthMb: number }> {
  const beforeMb = await memoryOf(pid);
  let [isDone, peakMb] = [false, beforeMb];
  const looking = (async () => {
    while (!isDone) {
      peakMb = Math.max(peakMb, await memoryOf(pid));
      await sleep(LOOK_EVERY_MS);
    }
  })();
  try {
    return { done: await work(), peakMb, growthMb: peakMb - beforeMb };
  } finally {
    isDone = true;
    await looking;
  }
}

/** What a process has in memory now; 0 where there is no `/proc`. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) / 1_000;
}
