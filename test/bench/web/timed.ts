/** Tells how long a preparation takes, which is not what is measured. */
export async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const done = await work();
  process.stdout.write(`${what} in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
  return done;
}
