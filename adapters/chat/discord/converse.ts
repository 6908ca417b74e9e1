import { GatewayDispatchEvents, GatewayOpcodes, type GatewaySendPayload } from 'discord.js';
import type { Trouble } from '#src/domain/kit/trouble.ts';
import { gatewayTrouble } from './close-codes.ts';
import { type GatewayPacket, ready } from './gateway-packet.ts';
import type { Heartbeat } from './heartbeat.ts';

/** What it takes to go on with a session: Discord then sends what we missed. */
export type GatewaySession = { id: string; url: string; sequence: number };

/** One shard's side of the conversation with Discord. */
export type Conversation = {
  /** Its number, and how many there are. */
  shard: [number, number];
  token: string;
  intents: number;
  /** By the number of the shard; kept up to date here. */
  sessions: Map<number, GatewaySession>;
  heartbeat: Heartbeat;
  send: (payload: GatewaySendPayload) => void;
  /** A session has begun, or goes on. */
  onReady: () => void;
  onDispatch: (event: string, data: unknown) => void;
  /** The connection is of no more use. */
  onEnd: (trouble: Trouble) => void;
};

/** Answers one packet as the gateway's protocol asks for. */
export function converse(conversation: Conversation, packet: GatewayPacket): void {
  const { heartbeat, sessions, shard, onEnd } = conversation;
  switch (packet.op) {
    case GatewayOpcodes.Hello:
      introduce(conversation);
      return heartbeat.start(packet.d.heartbeat_interval, () =>
        onEnd(gatewayTrouble('Discord no longer answers over its connection')),
      );
    case GatewayOpcodes.Heartbeat:
      return heartbeat.beat();
    case GatewayOpcodes.HeartbeatAck:
      return heartbeat.acknowledge();
    case GatewayOpcodes.Reconnect:
      return onEnd(gatewayTrouble('Discord asked for a new connection'));
    case GatewayOpcodes.InvalidSession:
      if (!packet.d) sessions.delete(shard[0]);
      return onEnd(gatewayTrouble('Discord ended the session'));
    case GatewayOpcodes.Dispatch:
      return takeEvent(conversation, packet);
  }
}

/** Goes on with the session, if there is one. */
function introduce({ sessions, shard, token, intents, send }: Conversation): void {
  const known = sessions.get(shard[0]);
  if (known) {
    const d = { token, session_id: known.id, seq: known.sequence };
    return send({ op: GatewayOpcodes.Resume, d });
  }
  const properties = { os: process.platform, browser: 'largesse', device: 'largesse' };
  send({ op: GatewayOpcodes.Identify, d: { token, intents, shard, properties } });
}

/** A sequence that is not a number would make Discord send everything again, or nothing. */
function takeEvent(
  { sessions, shard: [shardId], onReady, onDispatch }: Conversation,
  { t: event, s: sequence, d: data }: Extract<GatewayPacket, { t: string }>,
): void {
  if (event === GatewayDispatchEvents.Ready) {
    const { data: begun } = ready.safeParse(data);
    if (begun) sessions.set(shardId, { id: begun.session_id, url: begun.resume_gateway_url, sequence: 0 });
    else sessions.delete(shardId);
  }
  const known = sessions.get(shardId);
  if (known && typeof sequence === 'number') known.sequence = Math.max(known.sequence, sequence);
  if (event === GatewayDispatchEvents.Ready || event === GatewayDispatchEvents.Resumed) onReady();
  onDispatch(event, data);
}
