/** Trouble on order. `drop` cuts the connection, `after` carrying the request out or before. */
export type Fault =
  | { kind: 'rate-limit'; retryAfterMs: number; isGlobal?: boolean }
  | { kind: 'last-of-bucket'; resetAfterMs: number }
  | { kind: 'error'; status: number; code?: number; message?: string }
  | { kind: 'drop'; after: boolean }
  | { kind: 'delay'; delayMs: number }
  | { kind: 'hold'; arrived: () => void; released: Promise<void> };

/** Which requests: `path` is found in the request's path, without the version. */
export type RequestMatch = { method?: string; path?: string | RegExp };

export type Faults = {
  add(fault: Fault, match: RequestMatch, times: number): void;
  /** The fault ordered for this request, used up by being taken. */
  take(method: string, path: string): Fault | undefined;
  clear(): void;
  /** What is left of the time that this request was told to wait, in milliseconds; 0 when it may come. */
  waitMs(method: string, path: string): number;
  /** Whether it was told so only now, so that this request was on its way already. */
  wasUnderWay(method: string, path: string): boolean;
};

export function createFaults(now: () => number): Faults {
  const limits = new Map<string, number>();
  const told = new Map<string, number>();
  const ordered: { fault: Fault; match: RequestMatch; times: number }[] = [];
  return {
    add(fault, match, times) {
      ordered.push({ fault, match, times });
    },
    clear() {
      ordered.length = 0;
      limits.clear();
    },
    waitMs: (method, path) =>
      Math.max(0, ...keysOf(method, path).map((key) => (limits.get(key) ?? 0) - now())),
    wasUnderWay: (method, path) =>
      keysOf(method, path).some((key) => now() - (told.get(key) ?? -Infinity) < UNDER_WAY_MS),
    take(method, path) {
      const found = ordered.find((one) => one.times > 0 && matches(one.match, method, path));
      if (found === undefined) return undefined;
      found.times -= 1;
      if (found.fault.kind === 'rate-limit') {
        const { isGlobal, retryAfterMs } = found.fault;
        const key = isGlobal ? GLOBAL : `${method} ${path}`;
        limits.set(key, now() + retryAfterMs);
        told.set(key, now());
      }
      return found.fault;
    },
  };
}

/** What limits such a request. */
function keysOf(method: string, path: string): string[] {
  return [GLOBAL, `${method} ${path}`];
}

/** Requests that were sent together arrive within this time. */
const UNDER_WAY_MS = 100;

/** The limit of all requests that bring the bot's token. */
const GLOBAL = 'all';

function matches(match: RequestMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? path.includes(match.path) : match.path.test(path);
}
