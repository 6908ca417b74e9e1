import type { Log } from '#src/ports/log.ts';

/**
 * Keeps the process running when something throws where nobody catches it: deep in an SDK, about something that came
 * in. Such a fault is logged with an id, and what came in is dropped.
 *
 * Going on is safe because this process holds no truth: money, codes and what is still to be done are rows in Postgres.
 * A transaction that was under way is rolled back by its own code or by the server, a job's lock runs out, and the sweep
 * enqueues again what is overdue. Ending instead would drop every command and job of all platforms, and one sender could
 * repeat it at will.
 *
 * Returns a function that stops it.
 */
export function catchUnhandled({ log, newId }: { log: Log; newId: () => string }): () => void {
  function drop(err: unknown, origin: string): void {
    log.error({ faultId: newId(), origin, err }, 'Unhandled error dropped');
  }
  function onRejection(err: unknown): void {
    drop(err, 'unhandledRejection');
  }
  process.on('uncaughtException', drop);
  process.on('unhandledRejection', onRejection);
  return () => {
    process.off('uncaughtException', drop);
    process.off('unhandledRejection', onRejection);
  };
}
