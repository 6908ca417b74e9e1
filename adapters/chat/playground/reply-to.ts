import { z } from 'zod';
import type { Place } from './message-log.ts';

const ReplyTo = z.object({
  userId: z.string().min(1),
  place: z.enum(['channel', 'direct']),
  until: z.iso.datetime(),
});

/** Where an answer goes and until when: real platforms accept answers to a command for 15 to 30 minutes. */
export type ReplyTo = { userId: string; place: Place; until: Date };

const ANSWERABLE_FOR_MS = 30 * 60 * 1000;

export function writeReplyTo(at: Date, { userId, place }: { userId: string; place: Place }): string {
  const until = new Date(at.getTime() + ANSWERABLE_FOR_MS).toISOString();
  return JSON.stringify({ userId, place, until });
}

/** Undefined for text that this room did not write. */
export function readReplyTo(text: string): ReplyTo | undefined {
  const json = parseJson(text);
  const read = ReplyTo.safeParse(json);
  return read.success ? { ...read.data, until: new Date(read.data.until) } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
