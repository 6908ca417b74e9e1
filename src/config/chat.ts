import { type CommandNames, readCommandNames } from '#src/domain/kit/command-names.ts';
import { isLoopback } from '#src/domain/kit/loopback.ts';
import { ConfigError } from './config-error.ts';
import type { Env } from './env.ts';
import { urlFrom } from './read-urls.ts';
import type { Config } from './shape.ts';

export function slackFrom(env: Env): Config['slack'] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = env;
  if (!botToken) {
    const stray = signingSecret ? 'SLACK_SIGNING_SECRET' : appToken && 'SLACK_APP_TOKEN';
    if (!stray) return undefined;
    const message = `SLACK_BOT_TOKEN is missing, but ${stray} is set. It begins with xoxb-`;
    throw new ConfigError(message, 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN');
  }
  if (!signingSecret && !appToken) {
    throw new ConfigError(
      'Slack needs SLACK_APP_TOKEN (xapp-…, Socket Mode) or SLACK_SIGNING_SECRET (HTTP) in addition to SLACK_BOT_TOKEN',
      'SLACK_BOT_TOKEN',
    );
  }
  return {
    botToken,
    ...(signingSecret ? { signingSecret } : {}),
    ...(appToken ? { appToken } : {}),
    ...(env.SLACK_API_URL
      ? { apiUrl: urlFrom('SLACK_API_URL', env.SLACK_API_URL, ['http:', 'https:']) }
      : {}),
  };
}

export function discordFrom(env: Env): Config['discord'] {
  const { DISCORD_TOKEN, DISCORD_APPLICATION_ID: applicationId } = env;
  // People copy it from examples of requests, which write it so.
  const token = DISCORD_TOKEN?.replace(/^Bot\s+/iu, '');
  if (!token && !applicationId) {
    if (!env.DISCORD_GUILD_ID) return undefined;
    const message =
      'DISCORD_GUILD_ID is set, but DISCORD_TOKEN is missing. It is on the Bot page of your Discord application';
    throw new ConfigError(message, 'DISCORD_GUILD_ID');
  }
  if (!token) {
    const message = 'DISCORD_TOKEN is missing. It is on the Bot page of your Discord application';
    throw new ConfigError(message, 'DISCORD_APPLICATION_ID');
  }
  if (!applicationId) {
    throw new ConfigError(
      'DISCORD_APPLICATION_ID is missing. It is on the General Information page of your Discord application',
      'DISCORD_TOKEN',
    );
  }
  const apiUrl = env.DISCORD_API_URL && urlFrom('DISCORD_API_URL', env.DISCORD_API_URL, ['http:', 'https:']);
  return { token, applicationId, ...(apiUrl ? { apiUrl } : {}), guildIds: guildIdsFrom(env) };
}

function guildIdsFrom({ DISCORD_GUILD_ID }: Env): string[] {
  const ids = DISCORD_GUILD_ID?.split(/[\s,]+/u).filter((id) => id !== '') ?? [];
  const wrong = ids.find((id) => !/^\d{17,20}$/u.test(id));
  if (wrong === undefined) return ids;
  throw new ConfigError(
    `DISCORD_GUILD_ID has “${wrong}”, which is not the id of a server: 17 to 20 digits. Several are separated by commas`,
    'DISCORD_GUILD_ID',
  );
}

export function commandNamesFrom({ LARGESSE_COMMANDS: text = '' }: Env): CommandNames {
  if (!text) return {};
  const read = readCommandNames(text);
  if ('names' in read) return read.names;
  const message = `LARGESSE_COMMANDS ${read.wrong}. Write it like gift- or recognize=kudos,help=gift-help`;
  throw new ConfigError(message, 'LARGESSE_COMMANDS');
}

export function hasPlayground(
  env: Env,
  { host, publicUrl, hasChat }: { host: string; publicUrl: string | undefined; hasChat: boolean },
): boolean {
  const asked = env.LARGESSE_PLAYGROUND;
  if (asked !== undefined && asked !== 'on' && asked !== 'off') {
    throw new ConfigError(`LARGESSE_PLAYGROUND is “${asked}”. It is on or off`, 'LARGESSE_PLAYGROUND');
  }
  const isPrivate = isLoopback(host) && (!publicUrl || isLoopback(new URL(publicUrl).hostname));
  if (asked === 'on' && (hasChat || !isPrivate)) {
    throw new ConfigError(
      'LARGESSE_PLAYGROUND is on, but lets anyone be anyone: it needs HOST and PUBLIC_URL on this machine, and no Slack or Discord',
      'LARGESSE_PLAYGROUND',
    );
  }
  if (asked === 'off' || hasChat || !isPrivate) return false;
  return asked === 'on' || (!env.DATABASE_URL && !env.SMTP_URL);
}
