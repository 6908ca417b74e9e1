import { EventEmitter } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isRunByNpm } from './invocation.ts';

/**
 * The signals that people and service managers end a program with, Ctrl-C and a closed terminal included, and the
 * shell's exit codes for them. SIGPIPE is not among them: a process that listens for it gets it for every socket whose
 * other end is gone, such as a connection to Postgres.
 */
const END_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Emits `gone` when nobody reads our output any more. That is no error: the reader just wants no more. */
const reader = new EventEmitter<{ gone: [] }>();

/** How many end signals have come. */
let heard = 0;

/** How long npm may take to send on what the terminal has sent to us as well. */
const FORWARD_MS = 1_000;

/** Docker kills a process ten seconds after asking it to stop. */
const FORCE_AFTER_MS = 9_000;

/**
 * Acts on the first end signal, or on the end of our reader, and ignores the rest, but keeps listening until the process
 * ends. `onHangUp`: what SIGHUP asks for where no terminal has ended, as a service manager sends it. Most signals arrive twice, because npm forwards to us what the terminal already sent to all of its processes, and an unhandled signal
 * kills.
 *
 * @returns a function that stops listening if no signal has come.
 */
export function onEndSignal(act: (code: number) => void, onHangUp?: () => void): () => void {
  let isEnding = false;
  const hasTerminalEnded = onHangUp && !isRunByNpm() ? watchTerminal() : () => true;
  const entries = Object.entries(END_SIGNALS).map(([signal, code]) => {
    return [signal, signal === 'SIGHUP' && onHangUp ? () => hangUp(code) : () => hear(code)] as const;
  });
  function hangUp(code: number): void {
    if (hasTerminalEnded()) hear(code);
    else if (!isEnding) onHangUp?.();
  }
  function hear(code: number): void {
    heard += 1;
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

/** Tells whether this process had a terminal and has lost it. */
function watchTerminal(): () => boolean {
  const hadOne = hasTerminal();
  return () => hadOne && !hasTerminal();
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
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

/**
 * Where npm runs us and a signal has come, waits until npm has sent it on too: one that comes while Node takes itself down
 * would kill us, and npm would end as if we had failed.
 */
export async function hearForwarded(): Promise<void> {
  const deadline = performance.now() + FORWARD_MS;
  while (isRunByNpm() && heard === 1 && performance.now() < deadline) await sleep(10);
}

/** Exits with this code if the process takes too long to end by itself. */
export function forceEnd(code: number): void {
  setTimeout(() => process.exit(code), FORCE_AFTER_MS).unref();
}
