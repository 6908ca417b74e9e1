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
};

export function createFaults(): Faults {
  const ordered: { fault: Fault; match: RequestMatch; times: number }[] = [];
  return {
    add(fault, match, times) {
      ordered.push({ fault, match, times });
    },
    clear() {
      ordered.length = 0;
    },
    take(method, path) {
      const found = ordered.find((one) => one.times > 0 && matches(one.match, method, path));
      if (found !== undefined) found.times -= 1;
      return found?.fault;
    },
  };
}

function matches(match: RequestMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? path.includes(match.path) : match.path.test(path);
}
