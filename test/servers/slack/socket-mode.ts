import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PayloadType } from './app-link.ts';
import type { SlackState } from './slack-state.ts';

export type SocketHub = {
  openUrl(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  count(): number;
  /** Sends to one connection, as Slack does, and resolves to the acknowledgement's payload. */
  send(type: PayloadType, payload: object, limitMs: number): Promise<unknown>;
  /** Announces the end of every connection, as Slack does every few hours, and closes those that stay. */
  disconnectAll(reason: DisconnectReason): void;
  /** Sends any text to every connection. */
  sendRaw(text: string): void;
  /** What new connections meet: a hello, none, or one that is followed at once by a disconnect. */
  meetWith(welcome: Welcome): void;
  close(): void;
};

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';
export type Welcome = 'hello' | 'silence' | 'hello, then too_many_websockets';

type Waiting = Map<string, (payload: unknown) => void>;

const pingMs = 10_000;

/** Slack's side of Socket Mode. @see https://docs.slack.dev/apis/events-api/using-socket-mode */
export function createSocketHub(state: SlackState, baseUrl: () => string): SocketHub {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const waiting: Waiting = new Map();
  let turn = 0;
  let welcome: Welcome = 'hello';
  const pings = setInterval(() => server.clients.forEach((socket) => socket.ping()), pingMs).unref();

  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => takeAcknowledgement(state, waiting, data.toString('utf8')));
    if (welcome === 'silence') return;
    socket.send(JSON.stringify(hello(state, server.clients.size)));
    if (welcome !== 'hello') sendDisconnect(socket, 'too_many_websockets');
  });
  return {
    openUrl() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${baseUrl().replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${state.bot.appId}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://slack').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) return void socket.destroy();
      server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    },
    count: () => openSockets(server).length,
    send(type, payload, limitMs) {
      const sockets = openSockets(server);
      turn += 1;
      const socket = sockets[turn % sockets.length];
      if (!socket) return Promise.reject(new Error('no socket is open'));
      return sendEnvelope(waiting, socket, { type, payload, limitMs });
    },
    disconnectAll(reason) {
      for (const socket of server.clients) sendDisconnect(socket, reason);
    },
    sendRaw(text) {
      for (const socket of server.clients) socket.send(text);
    },
    meetWith(next) {
      welcome = next;
    },
    close() {
      clearInterval(pings);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function sendDisconnect(socket: WebSocket, reason: DisconnectReason): void {
  socket.send(JSON.stringify({ type: 'disconnect', reason }));
}

function openSockets(server: WebSocketServer): WebSocket[] {
  return [...server.clients].filter((socket) => socket.readyState === socket.OPEN);
}

function hello(state: SlackState, connections: number): object {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: state.bot.appId },
    debug_info: { host: 'applink-1', approximate_connection_time: 18_060 },
  };
}

function sendEnvelope(
  waiting: Waiting,
  socket: WebSocket,
  { type, payload, limitMs }: { type: string; payload: object; limitMs: number },
): Promise<unknown> {
  const id = randomUUID();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      waiting.delete(id);
      resolve(undefined);
    }, limitMs);
    waiting.set(id, (answer) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(answer);
    });
    socket.send(JSON.stringify({ type, envelope_id: id, payload, accepts_response_payload: true }));
  });
}

function takeAcknowledgement(state: SlackState, waiting: Waiting, data: string): void {
  const { envelope_id: id, payload } = JSON.parse(data) as { envelope_id?: string; payload?: unknown };
  if (!id) {
    state.violations.push(`Socket Mode: no envelope_id in ${data}`);
    return;
  }
  waiting.get(id)?.(payload ?? {});
}
