import { backoffMs } from '#src/domain/kit/backoff.ts';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';
import type { ChatHost, ChatPlatform } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { PlatformState } from '#src/ports/platform-state.ts';

/** A platform that is connected again and again until it is stopped. */
export type KeptPlatform = {
  state(): PlatformState;
  /** Resolves when the first attempt has succeeded or failed. */
  firstAttempt: Promise<void>;
  /** Ends the connection or the attempts at it. */
  stop(): Promise<void>;
};

export type KeepDeps = {
  log: Log;
  clock: Clock;
  /** From 0 to 1; `Math.random` unless a test says otherwise. */
  random?: () => number;
};

/** A connection that lasted as long was a good one: what ends it later is no consequence of what ended earlier ones. */
const GOOD_AFTER_MS = 60_000;

/**
 * Connects a platform, and again whenever it fails or the connection is lost: soon at first, then ever more rarely. A
 * connection that is lost at once counts as a failure too, so that a platform which accepts and drops us is not stormed.
 */
export function keepConnected(
  { log, clock, random = Math.random }: KeepDeps,
  platform: Pick<ChatPlatform, 'id' | 'start' | 'stop'>,
  host: ChatHost,
): KeptPlatform {
  const stopping = new AbortController();
  let state: PlatformState = { status: 'connecting' };
  let failures = 0;

  async function attempt(onTried: () => void, onEnd: (trouble: Trouble) => void): Promise<void> {
    let isOver = false;
    function onLost(trouble: Trouble): void {
      isOver = true;
      onEnd(trouble);
    }
    state = { status: 'connecting' };
    try {
      await platform.start(host, onLost);
      // A connection may be lost again before its start returns.
      if (isOver || stopping.signal.aborted) return;
      state = { status: 'connected' };
      log.info({ platform: platform.id }, 'Chat platform connected');
    } catch (error) {
      onLost(troubleOf(platform.id, error));
    } finally {
      onTried();
    }
  }

  /** Resolves with what kept us from connecting, or ended the connection. */
  function connectOnce(onTried: () => void): Promise<Trouble> {
    return new Promise((resolve) => void attempt(onTried, resolve));
  }

  async function run(onTried: () => void): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAtMs = clock.now().getTime();
      const trouble = await connectOnce(onTried);
      if (stopping.signal.aborted) return;
      const wasGood = state.status === 'connected' && clock.now().getTime() - startedAtMs >= GOOD_AFTER_MS;
      failures = wasGood ? 1 : failures + 1;
      const pauseMs = backoffMs(failures, trouble, random());
      const until = new Date(clock.now().getTime() + pauseMs);
      state = { status: trouble.needsPerson ? 'needs-person' : 'waiting', until, trouble };
      log.debug({ platform: platform.id, failures, pauseMs, reason: trouble.reason }, 'Chat platform lost');
      await pause(pauseMs, stopping.signal);
    }
  }

  const firstAttempt = new Promise<void>((resolve) => void run(resolve));
  return {
    state: () => state,
    firstAttempt,
    async stop() {
      stopping.abort();
      await platform.stop();
    },
  };
}

/** An adapter that breaks is retried like one that is refused: the others must not feel it. */
function troubleOf(id: string, error: unknown): Trouble {
  if (error instanceof NotConnected) return error.trouble;
  const reason = `${id} could not be started: ${error instanceof Error ? error.message : 'for no known reason'}`;
  return { reason, advice: 'Run `largesse doctor`', needsPerson: false };
}

/** Ends early when the signal says so. */
function pause(pauseMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, pauseMs);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end);
  });
}
