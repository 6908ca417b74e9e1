const DEADLOCK = '40P01';

/** Takes away all jobs. Workers lock the same tables in orders of their own: one that we meet crosswise goes first. */
export async function emptyPostgresQueue(run: (statement: string) => Promise<unknown>): Promise<void> {
  try {
    await run('truncate bullmq.job, bullmq.meta, bullmq.dedup cascade');
  } catch (fault) {
    if ((fault as { code?: string }).code !== DEADLOCK) throw fault;
    await emptyPostgresQueue(run);
  }
}
