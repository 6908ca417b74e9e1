import type { JobDefinition } from '#jobs/job.ts';
import { openQueue, type QueueConfig } from '#jobs/queue.ts';
import { silentLog } from '../helpers/silent-log.ts';

/** A worker process that takes every gift, says so on stdout, and never finishes: it waits to be killed. */
const config: QueueConfig = JSON.parse(process.argv[2] ?? '');
const queue = await openQueue(config, { log: silentLog });
const hanging: JobDefinition<object> = {
  name: 'deliver-gift',
  due: 'deliveries',
  attempts: 1,
  backoff: { firstMs: 1, maxMs: 1 },
  concurrency: 10,
  async run(_deps: object, id) {
    process.stdout.write(`${id}\n`);
    await new Promise(() => undefined);
  },
  async onFailed() {
    process.stdout.write('given up\n');
  },
};
queue.work({}, [hanging]);
