import { z } from 'zod';

const replyTo = z.object({
  applicationId: z.string(),
  token: z.string(),
  guildId: z.string().nullable(),
  channelId: z.string().nullable(),
  userId: z.string(),
  createdAt: z.number(),
  /** It answers a press on a message that others see, too. */
  isPublicPress: z.boolean().default(false),
});

/**
 * Where to answer an interaction. `createdAt` is in milliseconds since 1970. Contains the interaction's token: a
 * secret.
 */
export type ReplyTo = z.infer<typeof replyTo>;

export function writeReplyTo(reply: ReplyTo): string {
  return JSON.stringify(reply);
}

/** Undefined when we did not write `text`. */
export function readReplyTo(text: string): ReplyTo | undefined {
  try {
    return replyTo.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
