import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '#src/ports/log.ts';

type SocketClient = SocketModeReceiver['client'];

export type OpenSocket = { close(): Promise<void> };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const FAILURES_BEFORE_ALARM = 5;
const CLOSE_MS = 1_000;

/**
 * Bolt's Socket Mode receiver with auto-reconnect off. Bolt's own waits 5 s after every planned disconnect, gives up
 * for good when Slack cannot be reached, and leaves an unhandled rejection.
 */
export function createSocketReceiver(
  appToken: string,
  logger: Logger,
  clientOptions: object,
): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: { clientOptions },
    autoReconnectEnabled: false,
  });
}

/** Opens the socket and keeps it open until `close`. Rejects when the first connection fails. */
export async function openSocket(client: SocketClient, log: Log): Promise<OpenSocket> {
  const stopping = new AbortController();
  await client.start();
  const kept = keepOpen(client, log, stopping.signal);
  return {
    async close() {
      stopping.abort();
      await disconnect(client);
      // The SDK waits while Slack stays silent and cannot be told to stop.
      await Promise.race([kept, sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

async function keepOpen(client: SocketClient, log: Log, signal: AbortSignal): Promise<void> {
  for (;;) {
    await new Promise<void>((resolve) => {
      client.once('disconnected', () => resolve());
    });
    if (signal.aborted) return;
    log.info({}, 'Slack socket closed; opening another');
    if (!(await reopen(client, log, signal))) return;
  }
}

/** Retries until it succeeds; false once stopping. */
async function reopen(client: SocketClient, log: Log, signal: AbortSignal): Promise<boolean> {
  for (let failures = 0; ; failures += 1) {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
    if (!(await pause(pauseMs, signal))) return false;
    try {
      await client.start();
      if (!signal.aborted) return true;
      await disconnect(client);
      return false;
    } catch (error) {
      if (signal.aborted) return false;
      reportFailure(log, failures + 1, error);
    }
  }
}

function reportFailure(log: Log, failures: number, error: unknown): void {
  const reason = error instanceof Error ? error.message : 'closed before it was open';
  if (failures === FAILURES_BEFORE_ALARM) {
    log.error({ failures, reason }, 'Slack socket cannot be opened: check SLACK_APP_TOKEN and the network');
    return;
  }
  log.warn({ failures, reason }, 'Slack socket could not be opened; trying again');
}

async function pause(pauseMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(pauseMs, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** Cuts off a peer that does not close its side: a second call skips the handshake, for which the SDK allows 30 s. */
async function disconnect(client: SocketClient): Promise<void> {
  const gone = client.disconnect();
  const isGone = await Promise.race([gone.then(() => true), sleep(CLOSE_MS, false, { ref: false })]);
  if (!isGone) await client.disconnect();
}
