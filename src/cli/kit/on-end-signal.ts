import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * The signals that people and service managers end a program with, Ctrl-C and a closed terminal included, and the
 * shell's exit codes for them. SIGPIPE is not among them: a process that listens for it gets it for every socket whose
 * other end is gone, such as a connection to Postgres.
 */
const END_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Emits `gone` when nobody reads our output any more. That is no error: the reader just wants no more. */
const reader = new EventEmitter<{ gone: [] }>();

/** Docker kills a process ten seconds after asking it to stop. */
const FORCE_AFTER_MS = 9_000;

/**
 * Acts on the first end signal, or on the end of our reader, and ignores the rest, but keeps listening until the process
 * ends. Most signals arrive twice, because npm forwards to us what the terminal already sent to all of its processes, and an unhandled signal
 * kills.
 *
 * @returns a function that stops listening if no signal has come.
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
  function leave(): void {
    hear(0);
  }
  for (const [signal, listener] of entries) process.on(signal, listener);
  reader.on('gone', leave);
  return () => {
    if (isEnding) return;
    for (const [signal, listener] of entries) process.off(signal, listener);
    reader.off('gone', leave);
  };
}

const LOOK_EVERY_MS = 500;

/** Acts once when the process that started us is gone. */
export function onOrphaned(act: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, LOOK_EVERY_MS).unref();
}

/** Ends the program because nobody reads its output any more: in order where somebody listens, else at once. */
export function leaveWithReader(): void {
  if (!reader.emit('gone')) process.exit(0);
}

/**
 * Waits until every signal received so far has been handled. Node handles signals when it polls, which it does after
 * the timers that are due, so no timer is long enough. The first turn may already have polled; the second is sure to
 * poll in between.
 */
export async function hearSignals(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** Exits with this code if the process takes too long to end by itself. */
export function forceEnd(code: number): void {
  setTimeout(() => process.exit(code), FORCE_AFTER_MS).unref();
}
