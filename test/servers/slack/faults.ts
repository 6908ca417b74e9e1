/** How a request goes wrong. `drop-after` is done and stored, but its answer is lost. */
export type Fault =
  | { kind: 'rate-limit'; retryAfterSeconds: number | null }
  | { kind: 'error'; error: string; retryAfterSeconds?: number }
  | { kind: 'status'; status: number }
  | { kind: 'garbage' }
  | { kind: 'drop-before' }
  | { kind: 'drop-after' }
  | { kind: 'delay'; delayMs: number }
  /** Never answers. */
  | { kind: 'silence' };

export type Faults = {
  /** Lets the next `times` requests to a method (or to `response_url`) go wrong. */
  fail(method: string, fault: Fault, times?: number): void;
  /** Keeps answers to a method back until the returned function is called. */
  hold(method: string): () => void;
  /** From now on, until the returned function is called, every request to a method goes wrong like this. */
  keepFailing(method: string, fault: Fault): () => void;
  take(method: string): Fault | undefined;
  released(method: string): Promise<void>;
  /** What is left of the time that this method was told to wait, in milliseconds; 0 when it may come. */
  waitMs(method: string): number;
  /** Whether it was told so only now, so that a request was on its way already. */
  wasUnderWay(method: string): boolean;
};

/** Requests that were sent together arrive within this time. */
const UNDER_WAY_MS = 100;

export function createFaults(now: () => number): Faults {
  const planned = new Map<string, Fault[]>();
  const held = new Map<string, Promise<void>>();
  const lasting = new Map<string, Fault>();
  const limits = new Map<string, number>();
  const told = new Map<string, number>();

  function limit(method: string, fault: Fault | undefined): void {
    const isLimit = fault?.kind === 'rate-limit' || fault?.kind === 'error';
    const seconds = isLimit ? fault.retryAfterSeconds : undefined;
    if (!seconds) return;
    limits.set(method, now() + seconds * 1_000);
    told.set(method, now());
  }

  return {
    keepFailing(method, fault) {
      lasting.set(method, fault);
      return () => void lasting.delete(method);
    },
    fail(method, fault, times = 1) {
      planned.set(method, [...(planned.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    hold(method) {
      const { promise, resolve } = withResolvers();
      held.set(method, promise);
      return () => {
        held.delete(method);
        resolve();
      };
    },
    take(method) {
      const fault = planned.get(method)?.shift() ?? lasting.get(method);
      limit(method, fault);
      return fault;
    },
    waitMs: (method) => Math.max(0, (limits.get(method) ?? 0) - now()),
    wasUnderWay: (method) => now() - (told.get(method) ?? -Infinity) < UNDER_WAY_MS,
    released: async (method) => held.get(method),
  };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  const gate = new EventTarget();
  const promise = new Promise<void>((done) => {
    gate.addEventListener('open', () => done(), { once: true });
  });
  return { promise, resolve: () => void gate.dispatchEvent(new Event('open')) };
}
