import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { ChatUser } from '#src/ports/chat.ts';
import { askLaterOf } from './ask-later-of.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';

const text = z.string().trim().min(1).optional().catch(undefined);

const slackUser = z.object({
  id: z.string(),
  name: text,
  real_name: text,
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  profile: z.object({ real_name: text, display_name: text, email: text }).default({}),
});

/**
 * What Slack knows about a user; undefined when the workspace has no such user.
 *
 * @throws `AskLater` when Slack cannot be asked now.
 * @see https://docs.slack.dev/reference/objects/user-object
 */
export async function findUser(
  { client }: { client: webApi.WebClient },
  user: ChatUser,
): Promise<ChatProfile | undefined> {
  try {
    const answer = await client.users.info({ user: user.userId });
    return profileOf(slackUser.parse(answer.user));
  } catch (error) {
    if (isUnknownUser(error)) return undefined;
    throw askLaterOf(error);
  }
}

function profileOf(user: z.infer<typeof slackUser>): ChatProfile | undefined {
  // Someone from another company who shares no channel with the bot: not a member here.
  if (user.is_stranger) return undefined;
  const { profile } = user;
  return {
    name: profile.real_name ?? profile.display_name ?? user.real_name ?? user.name ?? user.id,
    ...(profile.email && { email: profile.email }),
    // Slackbot claims not to be a bot.
    isBot: user.is_bot || user.id === 'USLACKBOT',
    isDeactivated: user.deleted,
  };
}

function isUnknownUser(error: unknown): boolean {
  if (!(error instanceof webApi.WebAPIPlatformError)) return false;
  return error.data.error === 'user_not_found' || error.data.error === 'user_not_visible';
}
