import { z } from 'zod';

const replyTo = z.object({
  applicationId: z.string(),
  token: z.string(),
  guildId: z.string().nullable(),
  channelId: z.string().nullable(),
  userId: z.string(),
  createdAt: z.number(),
});

/** Where an interaction can be answered. `createdAt` is in milliseconds since 1970. Holds the interaction's token: a secret. */
export type ReplyTo = z.infer<typeof replyTo>;

export function writeReplyTo(reply: ReplyTo): string {
  return JSON.stringify(reply);
}

/** Undefined when `text` is not one of ours. */
export function readReplyTo(text: string): ReplyTo | undefined {
  try {
    return replyTo.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
