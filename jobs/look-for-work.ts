/** The part of a pool that is used here. */
type Queries = {
  query(text: string, values: unknown[]): Promise<{ rows: { queue: string; isActive: boolean }[] }>;
};

export type LookForWork = {
  /** Whether this queue holds jobs that somebody is working on, or was when it was last looked. */
  isActive(queue: string): Promise<boolean>;
};

/**
 * One look at all queues for what BullMQ would have each of its workers ask for: jobs whose worker may have died. It also
 * notifies the workers of delayed jobs that are due. BullMQ has only the process that delayed a job wait for it, and if
 * that one is gone, the others find it when they next ask by themselves, which is rarely.
 */
export function createLookForWork(pool: Queries, queues: readonly string[], everyMs: number): LookForWork {
  let lookedAt = -Infinity;
  let looking: Promise<ReadonlySet<string>> | undefined;

  async function look(): Promise<ReadonlySet<string>> {
    const { rows } = await pool.query(LOOK, [queues, Date.now()]);
    return new Set(rows.flatMap(({ queue, isActive }) => (isActive ? [queue] : [])));
  }

  return {
    async isActive(queue) {
      const now = performance.now();
      // The workers ask at about the same time, each as often.
      if (!looking || now - lookedAt >= everyMs / 2) {
        lookedAt = now;
        looking = look();
      }
      return (await looking).has(queue);
    },
  };
}

const LOOK = `
  select queue, exists (select from job where job.queue = q.queue and state = 'active') as "isActive",
         case when exists (select from job where job.queue = q.queue and state = 'delayed' and process_at_ms < $2::bigint)
              then pg_notify('bullmq_jobs', queue) end
    from unnest($1::text[]) as q (queue)`;
