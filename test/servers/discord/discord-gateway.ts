import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { guildJson, userJson } from './discord-json.ts';
import type { DiscordState } from './discord-state.ts';

export type Identify = { token: string; intents: number; shard?: [number, number] };

export type GatewayServer = {
  /** How sessions introduced themselves, in order. */
  identifies: Identify[];
  /** The shards of sessions that were resumed, in order. */
  resumes: number[];
  dispatched: { t: string; d: object }[];
  /** Sends an event to every session of the guild's shard; of shard 0 for direct messages. Returns to how many. */
  dispatch(guildId: string | null, event: string, data: object): number;
  openSessions(): number;
  /** Cuts every session, or a shard's, as Discord does now and then; bots come back by themselves. */
  cutSessions(shardId?: number): void;
  /** Closes every session with a code of Discord's. */
  closeSessions(code: number): void;
  /** What new connections meet: a hello, none, or a close with this code once they have introduced themselves. */
  meetWith(welcome: 'hello' | 'silence' | { closeCode: number }): void;
  /** Sends any text to every session. */
  sendRaw(text: string): void;
  close(): void;
};

type Session = { socket: WebSocket; id: string; shard: [number, number]; intents: number; sequence: number };

const heartbeatMs = 20_000;
/** Events about members come only with it, and only if it is switched on in the developer portal. */
const membersIntent = 1 << 1;

/** Discord's gateway, version 10 in JSON, on the `/gateway` path of an HTTP server. */
export function serveGateway(http: Server, state: DiscordState, gatewayUrl: () => string): GatewayServer {
  const sockets = new WebSocketServer({ server: http, path: '/gateway' });
  const sessions = new Map<WebSocket, Session>();
  const known = new Map<string, Session>();
  const identifies: Identify[] = [];
  const dispatched: GatewayServer['dispatched'] = [];
  const resumes: number[] = [];
  let welcome: Parameters<GatewayServer['meetWith']>[0] = 'hello';

  function identify(socket: WebSocket, request: Identify): void {
    identifies.push(request);
    if (request.token !== state.token) return socket.close(4004, 'Authentication failed.');
    if (typeof welcome === 'object') return socket.close(welcome.closeCode);
    const { intents } = request;
    if ((intents & membersIntent) !== 0 && !state.hasMembersIntent)
      return socket.close(4014, 'Disallowed intent(s).');
    const session: Session = {
      socket,
      id: state.nextId(),
      shard: request.shard ?? [0, 1],
      intents,
      sequence: 0,
    };
    sessions.set(socket, session);
    known.set(session.id, session);
    const guilds = [...state.guilds.values()].filter((guild) => isOnShard(session, guild.id));
    const bot = state.users.get(state.botId);
    send(session, 'READY', {
      v: 10,
      user: bot === undefined ? {} : userJson(bot),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: gatewayUrl(),
      shard: session.shard,
      application: { id: state.applicationId, flags: 0 },
    });
    for (const guild of guilds) {
      if (!guild.isWithheld) send(session, 'GUILD_CREATE', guildJson(state, guild));
    }
  }

  function resume(socket: WebSocket, request: { token: string; session_id: string; seq: number }): void {
    const session = known.get(request.session_id);
    if (typeof welcome === 'object') return socket.close(welcome.closeCode);
    if (session === undefined || request.token !== state.token) return write(socket, { op: 9, d: false });
    resumes.push(session.shard[0]);
    session.socket = socket;
    sessions.set(socket, session);
    send(session, 'RESUMED', {});
  }

  sockets.on('connection', (socket) => {
    socket.on('close', () => sessions.delete(socket));
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse((raw as Buffer).toString('utf8')) as { op: number; d: never };
      if (op === 1) write(socket, { op: 11 });
      if (op === 2) identify(socket, d);
      if (op === 6) resume(socket, d);
    });
    if (welcome === 'silence') return;
    write(socket, { op: 10, d: { heartbeat_interval: heartbeatMs } });
  });

  return {
    identifies,
    resumes,
    dispatched,
    dispatch(guildId, event, data) {
      dispatched.push({ t: event, d: data });
      const reached = [...sessions.values()].filter(
        (session) => isOnShard(session, guildId) && hears(session, event),
      );
      for (const session of reached) send(session, event, data);
      return reached.length;
    },
    openSessions: () => sessions.size,
    cutSessions(shardId) {
      for (const [socket, { shard }] of sessions) {
        if (shardId !== undefined && shardId !== shard[0]) continue;
        socket.terminate();
        sessions.delete(socket);
      }
    },
    closeSessions(code) {
      for (const socket of sessions.keys()) socket.close(code);
      sessions.clear();
    },
    meetWith(next) {
      welcome = next;
    },
    sendRaw(text) {
      for (const socket of sessions.keys()) socket.send(text);
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function isOnShard({ shard: [id, count] }: Session, guildId: string | null): boolean {
  if (guildId === null) return id === 0;
  return Number((BigInt(guildId) >> 22n) % BigInt(count)) === id;
}

function hears({ intents }: Session, event: string): boolean {
  return !event.startsWith('GUILD_MEMBER_') || (intents & membersIntent) !== 0;
}

function send(session: Session, event: string, data: object): void {
  session.sequence += 1;
  write(session.socket, { op: 0, t: event, s: session.sequence, d: data });
}

function write(socket: WebSocket, payload: object): void {
  socket.send(JSON.stringify({ t: null, s: null, d: null, ...payload }));
}
