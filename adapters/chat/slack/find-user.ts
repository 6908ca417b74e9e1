import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { ChatUser } from '#src/ports/chat.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';

const text = z.string().trim().min(1).optional().catch(undefined);
const flag = z.boolean().nullish();

/** A user as Slack describes one. Fields that it leaves out, or sends as null, were not said. */
export const slackUser = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  name: text,
  real_name: text,
  deleted: flag,
  is_bot: flag,
  is_stranger: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_email_confirmed: flag,
  profile: z.object({ real_name: text, display_name: text, email: text }).nullish(),
  enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
});

export type SlackUser = z.infer<typeof slackUser>;

/**
 * What Slack knows about a user; undefined when the workspace has no such user. Throws when Slack does not answer.
 * @see https://docs.slack.dev/reference/objects/user-object
 */
export async function findUser(
  { client }: { client: webApi.WebClient },
  user: ChatUser,
): Promise<ChatProfile | undefined> {
  try {
    const answer = await client.users.info({ user: user.userId });
    return profileOf(slackUser.parse(answer.user), user.workspaceId);
  } catch (error) {
    if (isUnknownUser(error)) return undefined;
    throw error;
  }
}

/** A user as seen from a workspace: only its own members can be vouched for. */
export function profileOf(user: SlackUser, workspaceId: string): ChatProfile {
  const { profile } = user;
  return {
    name: profile?.real_name ?? profile?.display_name ?? user.real_name ?? user.name ?? user.id,
    ...(profile?.email && { email: profile.email }),
    // Slackbot claims not to be a bot.
    isBot: user.is_bot === true || user.id === 'USLACKBOT',
    isDeactivated: user.deleted === true,
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
    isOutsider: !isMember(user, workspaceId),
    isEmailUnconfirmed: user.is_email_confirmed === false,
  };
}

/** In an Enterprise organization a member may belong to several workspaces; `team_id` names one of them. */
function isMember(
  { team_id: teamId, is_stranger: isStranger, enterprise_user: user }: SlackUser,
  workspaceId: string,
) {
  if (isStranger) return false;
  return teamId === workspaceId || user?.teams?.includes(workspaceId) === true;
}

function isUnknownUser(error: unknown): boolean {
  if (!(error instanceof webApi.WebAPIPlatformError)) return false;
  return error.data.error === 'user_not_found' || error.data.error === 'user_not_visible';
}
