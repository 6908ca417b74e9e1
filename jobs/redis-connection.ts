import { Redis, type RedisOptions } from 'ioredis';
import type { Warn } from './throttled-warning.ts';

const COMMON = {
  connectTimeout: 5000,
  keepAlive: 10_000,
  retryStrategy: (tries: number) => Math.min(tries * 100, 2000),
} satisfies RedisOptions;

/** For the enqueueing side: a command fails after this many milliseconds, or at once while Redis is unreachable. */
export function connectForEnqueueing(url: string, timeoutMs: number, warn: Warn): Redis {
  return connect(url, warn, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: timeoutMs,
    socketTimeout: 3 * timeoutMs,
  });
}

/** For workers: a command waits until Redis is back, as BullMQ requires. It blocks for 10 s at most. */
export function connectForWorking(url: string, warn: Warn): Redis {
  return connect(url, warn, { maxRetriesPerRequest: null, socketTimeout: 30_000 });
}

function connect(url: string, warn: Warn, options: Omit<RedisOptions, 'replyMapping'>): Redis {
  const client = new Redis(url, { ...COMMON, ...options });
  client.on('error', (err) => warn('Redis connection is broken', err));
  return client;
}

/**
 * Returns a function that waits while a connection is being opened, and throws when there is none: callers must not be
 * held up by the queue.
 */
export function createConnectionGate(client: Redis): () => Promise<void> {
  let opening: Promise<void> | undefined;

  return async function untilConnected() {
    if (client.status === 'ready') return;
    if (client.status !== 'connecting' && client.status !== 'connect') throw unreachable();
    opening ??= untilOpen(client).finally(() => {
      opening = undefined;
    });
    await opening;
  };
}

function untilOpen(client: Redis): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('ready', settle);
    client.once('close', settle);
    function settle(): void {
      client.off('ready', settle);
      client.off('close', settle);
      if (client.status === 'ready') resolve();
      else reject(unreachable());
    }
  });
}

function unreachable(): Error {
  return new Error('Redis cannot be reached');
}
