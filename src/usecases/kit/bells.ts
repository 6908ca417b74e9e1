import type { JobName } from '#src/ports/queue.ts';
import type { Deps } from './deps.ts';

/** What to ring for once a transaction is committed: ids by job. */
export type Bells = Partial<Record<JobName, readonly string[]>>;

export async function ringBells(deps: Pick<Deps, 'queue'>, bells: Bells): Promise<void> {
  const entries = Object.entries(bells) as [JobName, readonly string[]][];
  await Promise.all(entries.map(([job, ids]) => deps.queue.ring(job, ids)));
}
