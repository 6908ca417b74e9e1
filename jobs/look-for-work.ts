/** The part of a pool that is used here. */
type Queries = { query(text: string, values: unknown[]): Promise<{ rows: { queue: string }[] }> };

export type LookForWork = {
  /** Whether somebody works on jobs of this queue, or did when it was last looked. */
  isActive(queue: string): Promise<boolean>;
};

/**
 * One look at all queues for what BullMQ would have each of its workers ask and write: whether there are jobs whose worker
 * may have died. Only what somebody works on can be such a job.
 */
export function createLookForWork(pool: Queries, queues: readonly string[], everyMs: number): LookForWork {
  let lookedAt = -Infinity;
  let looking: Promise<ReadonlySet<string>> | undefined;

  async function look(): Promise<ReadonlySet<string>> {
    const { rows } = await pool.query(LOOK, [queues]);
    return new Set(rows.map(({ queue }) => queue));
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
  select queue from unnest($1::text[]) as q (queue)
   where exists (select from job where job.queue = q.queue and state = 'active')`;
