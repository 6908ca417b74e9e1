import { type RouteLike, Routes } from 'discord.js';
import { z } from 'zod';
import type { CommandSpec } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { commandPayloads } from './command-payloads.ts';
import { compareCommands, isUnchanged } from './compare-commands.ts';
import { createDiscordApi, type DiscordApi } from './discord-api.ts';
import type { DiscordConfig } from './discord-config.ts';
import { MEMBER_FLAGS } from './find-intents.ts';
import { inviteUrl } from './invite-url.ts';
import { listGuilds } from './list-guilds.ts';
import { troubleOf } from './trouble-of.ts';

const application = z.object({
  id: z.string(),
  name: z.string(),
  flags: z.number().default(0),
  interactions_endpoint_url: z.string().nullish(),
});

/**
 * Checks the token, the application, the servers and the commands; stops where a failure makes the next checks
 * pointless.
 */
export async function checkDiscord(
  config: DiscordConfig,
  commands: readonly CommandSpec[],
  clock: Clock,
): Promise<Finding[]> {
  const api = createDiscordApi(config, clock);
  try {
    const token = await checkToken(api, config);
    if (token.level === 'problem') return [token];
    return [
      token,
      ...(await checkEndpoint(api, config)),
      await checkServers(api, config),
      await checkRoles(api, config),
      await checkCommands(api, config, commands),
    ];
  } finally {
    api.close();
  }
}

async function checkToken(api: DiscordApi, config: DiscordConfig): Promise<Finding> {
  const subject = 'Discord: token';
  const found = await ask(api, Routes.currentApplication(), application);
  if ('fix' in found) return { subject, level: 'problem', ...found };
  if (found.id === config.applicationId) {
    return { subject, level: 'ok', message: `Discord knows the bot as ${found.name}` };
  }
  return {
    subject,
    level: 'problem',
    message: `DISCORD_TOKEN belongs to the application ${found.id}, DISCORD_APPLICATION_ID says ${config.applicationId}`,
    fix: `Set DISCORD_APPLICATION_ID=${found.id}, or take the token of the other application`,
  };
}

/** With an address of its own for interactions, Discord sends none over the gateway. */
async function checkEndpoint(api: DiscordApi, { applicationId }: DiscordConfig): Promise<Finding[]> {
  const found = await ask(api, Routes.currentApplication(), application);
  if ('fix' in found || !found.interactions_endpoint_url) return [];
  return [
    {
      subject: 'Discord: commands',
      level: 'problem',
      message: 'Commands and presses do not come here: the application has an Interactions Endpoint URL',
      fix: `Remove it: https://discord.com/developers/applications/${applicationId}/information`,
    },
  ];
}

async function checkServers(api: DiscordApi, config: DiscordConfig): Promise<Finding> {
  const subject = 'Discord: servers';
  const found = await orTrouble(() => listGuilds(api, config));
  if ('fix' in found) return { subject, level: 'problem', ...found };
  if (found.length > 0) {
    return { subject, level: 'ok', message: `The bot is in ${found.map(({ name }) => name).join(', ')}` };
  }
  return {
    subject,
    level: 'problem',
    message: 'The bot is in no server',
    fix: `Invite it: ${inviteUrl(config.applicationId)}`,
  };
}

/** Only bots with the Server Members intent can see who has a role, and it has to be switched on. */
async function checkRoles(api: DiscordApi, { applicationId }: DiscordConfig): Promise<Finding> {
  const subject = 'Discord: roles';
  const found = await ask(api, Routes.currentApplication(), application);
  if ('fix' in found) return { subject, level: 'problem', ...found };
  if ((found.flags & MEMBER_FLAGS) !== 0) {
    return { subject, level: 'ok', message: 'The bot sees who has a role' };
  }
  return {
    subject,
    level: 'warning',
    message:
      'The bot does not see who has a role: gifts cannot go to roles, and who lost a role or left is noticed only at their next command',
    fix: `Switch on Server Members Intent: https://discord.com/developers/applications/${applicationId}/bot`,
  };
}

async function checkCommands(
  api: DiscordApi,
  config: DiscordConfig,
  commands: readonly CommandSpec[],
): Promise<Finding> {
  const subject = 'Discord: commands';
  const fix = 'Run: largesse discord register';
  const found = await ask(api, Routes.applicationCommands(config.applicationId), z.array(z.unknown()));
  if ('fix' in found) return { subject, level: 'problem', ...found };

  const changes = compareCommands(found, commandPayloads(commands));
  if (isUnchanged(changes)) {
    return { subject, level: 'ok', message: `${commands.length} commands are registered and up to date` };
  }
  const stale = [...changes.changed, ...changes.removed];
  if (changes.added.length > 0) {
    return { subject, level: 'problem', message: `Not registered: ${changes.added.join(', ')}`, fix };
  }
  return { subject, level: 'warning', message: `Registered, but out of date: ${stale.join(', ')}`, fix };
}

function ask<T>(api: DiscordApi, route: RouteLike, schema: z.ZodType<T>) {
  return orTrouble(async () => schema.parse(await api.get(route)));
}

/** The answer, or what is wrong and how to fix it. */
async function orTrouble<T>(call: () => Promise<T>): Promise<T | { message: string; fix: string }> {
  try {
    return await call();
  } catch (error) {
    const { reason, advice } = troubleOf(error);
    return { message: reason, fix: advice };
  }
}
