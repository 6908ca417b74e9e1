import type { JobName } from '#src/ports/queue.ts';
import type { Deps } from './deps.ts';

/** What to enqueue once a transaction is committed: ids by job. */
export type ToEnqueue = Partial<Record<JobName, readonly string[]>>;

export async function enqueueAll(deps: Pick<Deps, 'queue'>, toEnqueue: ToEnqueue): Promise<void> {
  const entries = Object.entries(toEnqueue) as [JobName, readonly string[]][];
  await Promise.all(entries.map(([job, ids]) => deps.queue.enqueue(job, ids)));
}
