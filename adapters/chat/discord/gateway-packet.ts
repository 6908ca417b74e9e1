import { parseJson } from '#src/domain/kit/parse-json.ts';
import { GatewayOpcodes } from 'discord.js';
import { z } from 'zod';
import { unreadableFields } from '#src/domain/kit/unreadable-fields.ts';

const packet = z.discriminatedUnion('op', [
  z.object({
    op: z.literal(GatewayOpcodes.Dispatch),
    t: z.string(),
    s: z.number().nullish(),
    d: z.unknown().optional(),
  }),
  z.object({ op: z.literal(GatewayOpcodes.Heartbeat) }),
  z.object({ op: z.literal(GatewayOpcodes.Reconnect) }),
  z.object({ op: z.literal(GatewayOpcodes.InvalidSession), d: z.boolean().catch(false) }),
  z.object({
    op: z.literal(GatewayOpcodes.Hello),
    d: z.object({ heartbeat_interval: z.number().min(1_000).max(600_000) }),
  }),
  z.object({ op: z.literal(GatewayOpcodes.HeartbeatAck) }),
]);

/** What Discord sends over the gateway, with only the fields that we read. */
export type GatewayPacket = z.infer<typeof packet>;

/** Reads one packet, or names the fields that are wrong, with the event's name if it has one. */
export function readPacket(
  text: string,
): GatewayPacket | { op: 'unreadable'; event?: string; fields: string[] } {
  const json = parseJson(text);
  const { data, error } = packet.safeParse(json);
  if (data) return data;
  const { data: named } = z.object({ t: z.string() }).safeParse(json);
  return { op: 'unreadable', ...(named && { event: named.t }), fields: unreadableFields(error) };
}

/** The beginning of a session. Without a readable address it cannot be resumed, but works. */
export const ready = z.object({
  session_id: z.string(),
  resume_gateway_url: z.url({ protocol: /^wss?$/u }),
});

/** @see https://docs.discord.com/developers/resources/gateway#get-gateway-bot */
export const gatewayInformation = z.object({
  url: z.url({ protocol: /^wss?$/u }),
  shards: z.number().int().min(1).max(10_000),
  session_start_limit: z.object({
    remaining: z.number(),
    reset_after: z.number().min(0),
    max_concurrency: z.number().int().min(1).catch(1),
  }),
});

export type GatewayInformation = z.infer<typeof gatewayInformation>;
