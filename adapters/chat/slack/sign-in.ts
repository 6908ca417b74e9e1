import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { NotConnected } from '#src/domain/kit/trouble.ts';
import type { ReachedWorkspace } from '#src/ports/chat.ts';
import { troubleOf } from './trouble-of.ts';

const identity = z.object({
  team_id: z.string(),
  team: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
});

/** Why an app that is installed for all of an Enterprise organization does not work, and what to do. */
export const ORG_INSTALL = {
  reason: 'The Slack app is installed for a whole Enterprise organization, which Largesse does not support',
  advice: 'Install the app in one of its workspaces, and set SLACK_BOT_TOKEN to the token that it gets there',
  setting: 'SLACK_BOT_TOKEN',
};

/** Asks Slack which workspace the bot token belongs to: whoever set it says that the workspace is ours. Rejects with `NotConnected`. */
export async function signIn(client: webApi.WebClient): Promise<ReachedWorkspace> {
  const answer = await testToken(client);
  if (isOrgInstall(answer)) throw new NotConnected({ ...ORG_INSTALL, needsPerson: true });
  const { data } = identity.safeParse(answer);
  if (!data) {
    const reason = 'Slack did not say which workspace the bot token belongs to';
    throw new NotConnected({ reason, advice: 'Check SLACK_API_URL, if it is set', needsPerson: false });
  }
  return { platform: 'slack', workspaceId: data.team_id, name: data.team ?? data.team_id, isOurs: true };
}

/** Whether the answer to `auth.test` speaks of an installation for a whole Enterprise organization. */
export function isOrgInstall(answer: { is_enterprise_install?: boolean }): boolean {
  return answer.is_enterprise_install === true;
}

async function testToken(client: webApi.WebClient): Promise<webApi.AuthTestResponse> {
  try {
    return await client.auth.test();
  } catch (error) {
    throw new NotConnected(troubleOf(error, 'SLACK_BOT_TOKEN'), error);
  }
}
