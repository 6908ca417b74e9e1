import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { askLaterOf } from './ask-later-of.ts';
import type { ChatGroup, GroupMember } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';

const userIds = z.array(z.string());

/** No such user group, a plan without them, or a bot without the scope `usergroups:read`. */
const CLOSED_ERRORS = new Set(['no_such_subteam', 'plan_upgrade_required', 'missing_scope', 'no_permission']);

/**
 * The users in a user group; undefined when the bot cannot see such a group. Slack lists them in one call.
 *
 * @throws `AskLater` when Slack cannot be asked now.
 * @see https://docs.slack.dev/reference/methods/usergroups.users.list
 */
export async function findGroupMembers(
  { client, log }: { client: webApi.WebClient; log: Log },
  { workspaceId, groupId }: Omit<ChatGroup, 'platform'>,
): Promise<GroupMember[] | undefined> {
  try {
    const answer = await client.usergroups.users.list({ usergroup: groupId, team_id: workspaceId });
    return userIds.parse(answer.users).map((userId) => ({ userId }));
  } catch (error) {
    const isClosed = error instanceof webApi.WebAPIPlatformError && CLOSED_ERRORS.has(error.data.error);
    if (!isClosed) throw askLaterOf(error);
    log.warn({ workspaceId, groupId, reason: error.data.error }, 'Slack did not show who is in a user group');
    return undefined;
  }
}
