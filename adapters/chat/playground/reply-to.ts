import { parseJson } from '#src/domain/kit/parse-json.ts';
import { z } from 'zod';
import type { Place } from '#src/ports/playground.ts';

const ReplyTo = z.object({
  userId: z.string().min(1),
  place: z.enum(['channel', 'direct']),
  until: z.iso.datetime(),
  /** The message that shows the answer so far. */
  messageId: z.string().optional(),
});

/** Where an answer goes and until when: real platforms accept answers to a command for 15 to 30 minutes. */
export type ReplyTo = { userId: string; place: Place; until: Date; messageId?: string | undefined };

const ANSWERABLE_FOR_MS = 30 * 60 * 1000;

export function writeReplyTo(
  at: Date,
  { userId, place, messageId }: { userId: string; place: Place; messageId: string },
): string {
  const until = new Date(at.getTime() + ANSWERABLE_FOR_MS).toISOString();
  return JSON.stringify({ userId, place, until, messageId });
}

/** Undefined for text that this room did not write. */
export function readReplyTo(text: string): ReplyTo | undefined {
  const json = parseJson(text);
  const read = ReplyTo.safeParse(json);
  return read.success ? { ...read.data, until: new Date(read.data.until) } : undefined;
}
