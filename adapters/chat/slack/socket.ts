import type { Log } from '#src/ports/log.ts';
import { type RawData, WebSocket } from 'ws';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';
import { lostBy, lostSilently } from './lost-socket.ts';
import { readFrame } from './read-frame.ts';
import type { Receiver } from './receive.ts';

export type Socket = {
  /** Closes it, by force after a second. */
  close(): Promise<void>;
};

export type SocketOptions = {
  log: Log;
  receiver: Receiver;
  onLost: (trouble: Trouble) => void;
  /** Gives up the attempt. */
  signal: AbortSignal;
};

/** Slack says hello within a second. A socket that stays silent would be waited for for ever. */
const HELLO_MS = 10_000;
const PING_EVERY_MS = 10_000;
const CLOSE_MS = 1_000;

/**
 * Opens one socket of Socket Mode; resolves once Slack has said hello. Rejects with `NotConnected` when it does not.
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function openSocket(url: string, options: SocketOptions): Promise<Socket> {
  const { log, receiver, signal } = options;
  const socket = new WebSocket(url, { handshakeTimeout: HELLO_MS });
  let state: 'opening' | 'open' | 'over' = 'opening';

  return new Promise((resolve, reject) => {
    const helloTimer = setTimeout(
      () => onEnd(lostSilently('Slack opened a socket but did not say hello')),
      HELLO_MS,
    );
    function onEnd(trouble: Trouble): void {
      clearTimeout(helloTimer);
      const before = state;
      state = 'over';
      if (before === 'open') return options.onLost(trouble);
      socket.terminate();
      if (before === 'opening') reject(new NotConnected(trouble));
    }
    function onHello(): void {
      clearTimeout(helloTimer);
      if (state !== 'opening') return;
      state = 'open';
      watch(socket, () => onEnd(lostSilently('The socket to Slack went silent')));
      resolve({ close: () => closeSocket(socket) });
    }
    /** The old socket still takes the acknowledgements of what came over it. */
    async function onDisconnect(reason: string): Promise<void> {
      if (state === 'opening') return onEnd(lostBy(reason));
      onEnd(lostBy(reason));
      await receiver.settled();
      await closeSocket(socket);
    }

    signal.addEventListener('abort', () => onEnd(lostSilently('Largesse is stopping')), { once: true });
    socket.on('error', (error) => onEnd(lostSilently(`The socket to Slack failed (${error.message})`)));
    socket.on('close', (code) => onEnd(lostSilently(`Slack closed the socket (${code})`)));
    socket.on('message', (data) => {
      const frame = readFrame(textOf(data));
      if (frame.kind === 'hello') return onHello();
      if (frame.kind === 'disconnect') return void onDisconnect(frame.reason);
      if (frame.kind === 'unreadable') {
        return log.warn({ fields: frame.fields }, 'Slack sent a frame that could not be read');
      }
      void receiver.take(frame.payload, (body) => acknowledge(socket, frame.envelopeId, body));
    });
  });
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as Buffer).toString('utf8');
}

function acknowledge(socket: WebSocket, envelopeId: string | undefined, body?: object): Promise<void> {
  if (envelopeId === undefined) return Promise.reject(new Error('Slack sent no envelope to acknowledge'));
  const frame = JSON.stringify({ envelope_id: envelopeId, payload: body ?? {} });
  return new Promise((resolve, reject) => {
    socket.send(frame, (error) => (error ? reject(error) : resolve()));
  });
}

/** Ends a connection over which nothing came since the ping before: the other side may be gone without a word. */
function watch(socket: WebSocket, onSilence: () => void): void {
  let isAlive = true;
  function hear(): void {
    isAlive = true;
  }
  for (const sign of ['ping', 'pong', 'message'] as const) socket.on(sign, hear);
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return onSilence();
    }
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS).unref();
  socket.once('close', () => clearInterval(timer));
}

function closeSocket(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), CLOSE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1_000);
  });
}
