import { EventEmitter, once } from 'node:events';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import type { JobName } from '#src/ports/queue.ts';
import { openQueue, type QueueConfig } from './queue.ts';
import { settledWithin } from './with-timeout.ts';

const SUBJECT = 'queue';
/** A queue of its own, so that no other process takes the job. */
const NAME = 'doctor' as JobName;
const EVERY_MS = 1_000;
const PATIENCE_MS = 8_000;
const CLOSE_MS = 1_000;

/** Sends a job through the queue and takes it: that a server answers does not mean that jobs pass. Never throws. */
export async function tryQueue({ kind, url }: Pick<QueueConfig, 'kind' | 'url'>, log: Log): Promise<Finding> {
  const queue = await openQueue(kind === 'redis' ? { kind, url, prefix: 'largesse-doctor' } : { kind, url }, {
    log,
  });
  try {
    const trouble = await queue.check();
    if (trouble)
      return { subject: SUBJECT, level: 'problem', message: `${trouble.message}.`, fix: `${trouble.fix}.` };
    const tookMs = await passJob(queue);
    if (tookMs !== undefined) {
      return { subject: SUBJECT, level: 'ok', message: `A job passes, in ${tookMs} ms.` };
    }
    const message = `A job was enqueued and not taken within ${PATIENCE_MS / 1_000} s.`;
    return {
      subject: SUBJECT,
      level: 'problem',
      message,
      fix: 'Set LOG_LEVEL=warn and run this again; the log says why.',
    };
  } finally {
    await queue.close();
  }
}

/** How long the job took, in milliseconds; undefined when nobody took it. */
async function passJob(queue: Awaited<ReturnType<typeof openQueue>>): Promise<number | undefined> {
  const startedAt = performance.now();
  const taking = new EventEmitter();
  const taken = once(taking, 'taken');
  const workers = queue.work({}, [
    { name: NAME, everyMs: EVERY_MS, run: async () => void taking.emit('taken') },
  ]);
  try {
    const isTaken = await settledWithin(taken, PATIENCE_MS);
    return isTaken ? Math.round(performance.now() - startedAt) : undefined;
  } finally {
    await workers.close(CLOSE_MS);
  }
}
