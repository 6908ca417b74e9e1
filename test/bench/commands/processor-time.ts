import { readFile } from 'node:fs/promises';

/** The clock tick of `/proc`, which has been 10 ms on every Linux for twenty years. */
const TICK_MS = 10;

/**
 * The processor time that a process has taken so far, with all that it has started, in milliseconds. 0 where there is no
 * `/proc`, which is everywhere but on Linux.
 */
export async function processorMsOf(pid: number): Promise<number> {
  const stat = await read(`/proc/${pid}/stat`);
  if (!stat) return 0;
  // The name before them, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS;
  const children = (await read(`/proc/${pid}/task/${pid}/children`)) ?? '';
  const started = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(processorMsOf));
  return started.reduce((sum, ms) => sum + ms, own);
}

/** The process that started this one. */
export async function findParentOf(pid: number): Promise<number> {
  const stat = (await read(`/proc/${pid}/stat`)) ?? '';
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
