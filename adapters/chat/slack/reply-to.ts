import { z } from 'zod';

const replyToSchema = z.object({
  responseUrl: z.url(),
  workspaceId: z.string(),
  channelId: z.string().nullable(),
  userId: z.string(),
  askedAt: z.iso.datetime(),
  /** What it answers: a command, or a press on a message that only this person sees, or others too. */
  to: z.enum(['command', 'private-press', 'public-press']).default('command'),
});

/** Where an answer goes. A secret: anyone with the `responseUrl` can post there. */
export type ReplyTo = z.infer<typeof replyToSchema>;

/** How long Slack accepts answers. */
const USABLE_MS = 30 * 60_000;

export function writeReplyTo(replyTo: ReplyTo): string {
  return JSON.stringify(replyTo);
}

/** Undefined when we did not write the text. */
export function readReplyTo(text: string): ReplyTo | undefined {
  try {
    return replyToSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isExpired(replyTo: ReplyTo, now: Date): boolean {
  return now >= usableUntil(replyTo);
}

export function usableUntil({ askedAt }: ReplyTo): Date {
  return new Date(Date.parse(askedAt) + USABLE_MS);
}
