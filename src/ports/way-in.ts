import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * How what is done comes to Largesse: from its pages, a chat platform, a program or a directory with a token (by the token's id), a
 * shell, a job, or when it starts.
 */
export type WayIn =
  | 'web'
  | 'shell'
  | 'start'
  | `chat:${string}`
  | `api:${string}`
  | `scim:${string}`
  | `job:${string}`;

const ways = new AsyncLocalStorage<WayIn>();

/** Whatever `work` records says that it came this way. The innermost one counts. */
export function comingFrom<T>(way: WayIn, work: () => T): T {
  return ways.run(way, work);
}

/** How what runs now came in; undefined where nobody said so. */
export function wayInNow(): WayIn | undefined {
  return ways.getStore();
}
