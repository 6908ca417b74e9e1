import { z } from 'zod';

const replyToSchema = z.object({
  responseUrl: z.url(),
  workspaceId: z.string(),
  channelId: z.string().nullable(),
  userId: z.string(),
  askedAt: z.iso.datetime(),
});

/** Where an answer goes. `responseUrl` lets anyone post there, so the whole is a secret. */
export type ReplyTo = z.infer<typeof replyToSchema>;

/** How long Slack takes answers. @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const USABLE_MS = 30 * 60_000;

export function writeReplyTo(replyTo: ReplyTo): string {
  return JSON.stringify(replyTo);
}

/** Undefined when the text is none of ours. */
export function readReplyTo(text: string): ReplyTo | undefined {
  try {
    return replyToSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isExpired(replyTo: ReplyTo, now: Date): boolean {
  return now.getTime() - Date.parse(replyTo.askedAt) >= USABLE_MS;
}
