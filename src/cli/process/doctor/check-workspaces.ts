import { createConfiguredPlatforms } from '#adapters/registry.ts';
import { commandSpecs } from '#src/chat/command-specs.ts';
import type { Config } from '#src/config.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { findOrganization } from '#src/db/people/organization.ts';
import { type LinkedWorkspace, listWorkspaces } from '#src/db/people/workspace.ts';
import type { ChatPlatform, ReachedWorkspace } from '#src/ports/chat.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import { asError } from '#src/kit/errors.ts';
import { createWords } from '#src/words/words.ts';

/**
 * Which workspaces the bot is in without their having joined, and which have joined that it is no longer in. What is
 * wrong with a platform that cannot be asked, its own check tells.
 */
export async function checkWorkspaces(db: Db, config: Config, log: Log): Promise<Finding[]> {
  const clock = { now: () => new Date() };
  const commands = commandSpecs(createWords(undefined, config.commandNames));
  const platforms = await createConfiguredPlatforms(config, { log, clock, commands });
  const organization = await findOrganization(db);
  const joined = organization ? await listWorkspaces(db, organization.id) : [];
  const found = await Promise.all(platforms.map((platform) => compare(platform, joined)));
  return found.flat();
}

async function compare(platform: ChatPlatform, joined: readonly LinkedWorkspace[]): Promise<Finding[]> {
  const ours = joined.filter((one) => one.platform === platform.id);
  const reached = await platform.listWorkspaces().catch((error: unknown) => asError(error));
  await platform.stop();
  if (reached instanceof Error) return [notAsked(platform.id, reached)];
  const missing = reached.filter((one) => !ours.some(({ workspaceId }) => workspaceId === one.workspaceId));
  const left = ours.filter((one) => !reached.some(({ workspaceId }) => workspaceId === one.workspaceId));
  return [...missing.map(notJoined), ...left.map(notReached)];
}

const SUBJECT = 'Workspaces';

function notAsked(platform: string, { message }: Error): Finding {
  return {
    subject: SUBJECT,
    level: 'warning',
    message: `${platform} did not say where the bot is: ${message}`,
    fix: 'See what is said about it here',
  };
}

function notJoined({ platform, name, isOurs }: ReachedWorkspace): Finding {
  const place = placeOf(platform, name);
  if (isOurs) {
    const message = `${place} has not joined yet: it does when \`largesse start\` connects`;
    return { subject: SUBJECT, level: 'ok', message };
  }
  const message = `${place} has not joined: commands there are refused`;
  const fix = 'Run: largesse workspaces invite, and type /join and the code there; or remove the bot from it';
  return { subject: SUBJECT, level: 'warning', message, fix };
}

function notReached({ platform, name }: LinkedWorkspace): Finding {
  const message = `${placeOf(platform, name)} has joined, but the bot is not in it: nobody there can be reached`;
  return { subject: SUBJECT, level: 'warning', message, fix: 'Invite the bot again, or leave it as it is' };
}

function placeOf(platform: string, name: string): string {
  return platform === 'slack' ? `the Slack workspace “${name}”` : `the Discord server “${name}”`;
}
