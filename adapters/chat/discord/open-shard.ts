import { GatewayOpcodes, type GatewaySendPayload } from 'discord.js';
import { type RawData, WebSocket } from 'ws';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';
import type { Log } from '#src/ports/log.ts';
import { gatewayTrouble, judgeClose } from './close-codes.ts';
import { type Conversation, converse } from './converse.ts';
import { readPacket } from './gateway-packet.ts';
import { createHeartbeat } from './heartbeat.ts';

export type Shard = {
  /** Closes it. A session that is kept can be resumed. */
  close(options: { keepsSession: boolean }): Promise<void>;
};

export type ShardOptions = Pick<Conversation, 'shard' | 'token' | 'intents' | 'sessions' | 'onDispatch'> & {
  log: Log;
  url: string;
  onLost: (trouble: Trouble) => void;
  /** Gives up the attempt. */
  signal: AbortSignal;
};

/** From opening the socket to Discord's READY. Discord needs a second or two. */
const READY_MS = 20_000;
const CLOSE_MS = 1_000;
const STOPPING = gatewayTrouble('Largesse is stopping');
/** Any code but 1000 and 1001 keeps the session at Discord. */
const KEEPING_CODE = 4_200;

/**
 * Opens one connection to Discord's gateway; resolves once Discord is ready, in the old session if there is one. Rejects
 * with `NotConnected`.
 * @see https://docs.discord.com/developers/events/gateway
 */
export async function openShard(options: ShardOptions): Promise<Shard> {
  const { log, sessions, signal } = options;
  if (signal.aborted) throw new NotConnected(STOPPING);
  const [shardId] = options.shard;
  const url = sessions.get(shardId)?.url ?? options.url;
  const socket = new WebSocket(`${url}?v=10&encoding=json`, { handshakeTimeout: READY_MS });
  const heartbeat = createHeartbeat(() =>
    send({ op: GatewayOpcodes.Heartbeat, d: sessions.get(shardId)?.sequence ?? null }),
  );
  let state: 'opening' | 'ready' | 'over' = 'opening';

  function send(payload: GatewaySendPayload): void {
    socket.send(JSON.stringify(payload), () => undefined);
  }
  async function close({ keepsSession }: { keepsSession: boolean }): Promise<void> {
    state = 'over';
    heartbeat.stop();
    if (!keepsSession) sessions.delete(shardId);
    await closeSocket(socket, keepsSession ? KEEPING_CODE : 1_000);
  }

  return new Promise((resolve, reject) => {
    const readyTimer = setTimeout(
      () => onEnd(gatewayTrouble('Discord took a connection but was not ready in time')),
      READY_MS,
    );
    function onEnd(trouble: Trouble): void {
      clearTimeout(readyTimer);
      const before = state;
      void close({ keepsSession: true });
      if (before === 'opening') reject(new NotConnected(trouble));
      if (before === 'ready') options.onLost(trouble);
    }
    function onReady(): void {
      clearTimeout(readyTimer);
      state = 'ready';
      resolve({ close });
    }

    signal.addEventListener('abort', () => onEnd(STOPPING), { once: true });
    socket.on('error', (error) =>
      onEnd(gatewayTrouble(`The connection to Discord failed (${error.message})`)),
    );
    socket.on('close', (code) => {
      const { trouble, canResume } = judgeClose(code);
      if (!canResume) sessions.delete(shardId);
      onEnd(trouble);
    });
    socket.on('message', (raw) => {
      const packet = readPacket(textOf(raw));
      if (packet.op !== 'unreadable')
        return converse({ ...options, heartbeat, send, onReady, onEnd }, packet);
      log.warn({ shardId, ...packet }, 'Discord sent a packet that could not be read');
    });
  });
}

function textOf(raw: RawData): string {
  if (Array.isArray(raw)) return Buffer.concat(raw).toString('utf8');
  return Buffer.from(raw as Buffer).toString('utf8');
}

/** By force after a second, or at once if it is not open yet. */
function closeSocket(socket: WebSocket, code: number): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
  if (socket.readyState === WebSocket.CONNECTING) return Promise.resolve(socket.terminate());
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), CLOSE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(code);
  });
}
