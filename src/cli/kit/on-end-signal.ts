import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * How people and service managers end a program, Ctrl-C and a closed terminal included, and the exit codes of a shell. Who
 * reads no further wants no more: that is no fault.
 */
const END_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 0, SIGTERM: 143 } as const;

/** Docker kills ten seconds after it has asked for the end. */
const FORCE_AFTER_MS = 9_000;

/**
 * Acts on the first signal to end, and lets the others pass: who has begun to end listens until it has. Most come twice: npm
 * sends on to us what the terminal has sent to all of its processes, and a signal that nobody listens for kills.
 *
 * @returns what stops listening, when no signal has come.
 */
export function onEndSignal(act: (code: number) => void): () => void {
  let isEnding = false;
  const entries = Object.entries(END_SIGNALS).map(([signal, code]) => {
    return [signal, () => hear(code)] as const;
  });
  function hear(code: number): void {
    if (isEnding) return;
    isEnding = true;
    act(code);
  }
  for (const [signal, listener] of entries) process.on(signal, listener);
  return () => {
    if (isEnding) return;
    for (const [signal, listener] of entries) process.off(signal, listener);
  };
}

/**
 * Waits until each signal that has come by now is heard. Node hears one when it polls, which comes after the timers that are due:
 * none would wait long enough. The first turn may have polled already; the second one polls in between.
 */
export async function hearSignals(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** Ends the process with this code if it takes too long to end by itself. */
export function forceEnd(code: number): void {
  setTimeout(() => process.exit(code), FORCE_AFTER_MS).unref();
}
