import { resolve } from 'node:path';
import { z } from 'zod';
import { type CommandNames, readCommandNames } from './domain/kit/command-names.ts';
import { environment } from '#src/kit/environment.ts';
import { isCurrency } from './domain/kit/money.ts';
import { isTimeZone } from './domain/kit/period.ts';
import type { LogLevel } from '#src/ports/log.ts';
import { isLoopback } from '#src/domain/kit/loopback.ts';
import { readServerUrl } from '#src/kit/server-url.ts';

/** Every setting, as the environment gives it. An empty value counts as not set. */
export type Env = z.infer<typeof envShape>;

const text = z.string().trim().min(1).optional();

const envShape = z.object({
  DATABASE_URL: text,
  REDIS_URL: text,
  SMTP_URL: text,
  MAIL_FROM: text,
  SLACK_BOT_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_APP_TOKEN: text,
  SLACK_API_URL: text,
  DISCORD_TOKEN: text,
  DISCORD_APPLICATION_ID: text,
  DISCORD_API_URL: text,
  DISCORD_GUILD_ID: text,
  HOST: text,
  PORT: text,
  HEALTH_PORT: text,
  PUBLIC_URL: text,
  LARGESSE_DIR: text,
  LARGESSE_KEYS: text,
  LARGESSE_ORGANIZATION: text,
  LARGESSE_CURRENCY: text,
  LARGESSE_TIME_ZONE: text,
  LARGESSE_COMMANDS: text,
  LARGESSE_PLAYGROUND: text,
  LOG_LEVEL: text,
});

/** The names of all settings. */
export const SETTINGS = Object.keys(envShape.shape);

export type Config = {
  /** The folder of the embedded Postgres and the key file. */
  dir: string;
  database: { kind: 'embedded'; isThrowaway: boolean } | { kind: 'server'; url: string };
  queue: { kind: 'postgres' } | { kind: 'redis'; url: string };
  mail: { kind: 'mailbox' } | { kind: 'smtp'; url: string; from: string };
  slack?: { botToken: string; signingSecret?: string; appToken?: string; apiUrl?: string };
  discord?: { token: string; applicationId: string; apiUrl?: string; guildIds: readonly string[] };
  /**
   * `publicUrl`: where people's browsers reach it, without a trailing slash. `healthPort`: where a process without the
   * web role answers `/livez` and `/readyz`.
   */
  web: { host: string; port?: number; healthPort?: number; publicUrl?: string };
  /**
   * In the playground anyone may be anyone, so it is on only on loopback, without a real chat platform, and with data and
   * mails of its own; LARGESSE_PLAYGROUND turns it on for a real database or mail server, or off.
   */
  hasPlayground: boolean;
  /** `id:base64,id:base64`, newest first; undefined means the key file in `dir`. */
  keys?: string;
  organization: { name: string; currency: string; timeZone: string };
  /** Other names for chat commands: Slack gives a name to the app that claimed it last. */
  commandNames: CommandNames;
  logLevel: LogLevel;
};

const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'silent'];

/** A missing or wrong setting. The message names it and gives an example. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** The affected settings: without them, the rest can still be read. */
  readonly settings: readonly (keyof Env)[];

  constructor(message: string, ...settings: (keyof Env)[]) {
    super(message);
    this.settings = settings;
  }
}

/** Reads the settings from the environment. Nothing else in the program does. */
export function readEnv(env: NodeJS.ProcessEnv = environment()): Env {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '');
  return envShape.parse(Object.fromEntries(given));
}

/** Set variables that start like ours but are unknown: most likely typos. */
export function unknownSettings(env: NodeJS.ProcessEnv = environment()): string[] {
  return Object.keys(env).filter((name) => name.startsWith('LARGESSE_') && !SETTINGS.includes(name));
}

/** Turns settings into a configuration. Throws `ConfigError` for the first one that is missing or wrong. */
export function configFrom(env: Env): Config {
  const host = env.HOST ?? '127.0.0.1';
  const slack = slackFrom(env);
  const discord = discordFrom(env);
  const port = portFrom('PORT', env.PORT);
  const healthPort = portFrom('HEALTH_PORT', env.HEALTH_PORT);
  const publicUrl = publicUrlFrom(env);
  return {
    dir: resolve(env.LARGESSE_DIR ?? '.largesse'),
    database: env.DATABASE_URL
      ? { kind: 'server', url: serverUrlFrom('DATABASE_URL', env.DATABASE_URL, ['postgres:', 'postgresql:']) }
      : { kind: 'embedded', isThrowaway: false },
    queue: env.REDIS_URL
      ? { kind: 'redis', url: serverUrlFrom('REDIS_URL', env.REDIS_URL, ['redis:', 'rediss:']) }
      : { kind: 'postgres' },
    mail: mailFrom(env),
    ...(slack ? { slack } : {}),
    ...(discord ? { discord } : {}),
    web: {
      host,
      ...(port === undefined ? {} : { port }),
      ...(healthPort === undefined ? {} : { healthPort }),
      ...(publicUrl ? { publicUrl } : {}),
    },
    hasPlayground: hasPlayground(env, { host, publicUrl, hasChat: Boolean(slack ?? discord) }),
    ...(env.LARGESSE_KEYS ? { keys: env.LARGESSE_KEYS } : {}),
    organization: organizationFrom(env),
    commandNames: commandNamesFrom(env),
    logLevel: logLevelFrom(env.LOG_LEVEL),
  };
}

function hasPlayground(
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

function publicUrlFrom({ PUBLIC_URL }: Env): string | undefined {
  if (!PUBLIC_URL) return undefined;
  return urlFrom('PUBLIC_URL', PUBLIC_URL, ['https:', 'http:']).replace(/\/+$/u, '');
}

function mailFrom({ SMTP_URL, MAIL_FROM }: Env): Config['mail'] {
  if (!SMTP_URL) return { kind: 'mailbox' };
  const url = serverUrlFrom('SMTP_URL', SMTP_URL, ['smtp:', 'smtps:']);
  if (!MAIL_FROM) {
    const message = 'MAIL_FROM is missing. Set it to the sender, such as gifts@example.com';
    throw new ConfigError(message, 'SMTP_URL');
  }
  return { kind: 'smtp', url, from: MAIL_FROM };
}

function slackFrom(env: Env): Config['slack'] {
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

function discordFrom(env: Env): Config['discord'] {
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

function organizationFrom(env: Env): Config['organization'] {
  const currency = (env.LARGESSE_CURRENCY ?? 'USD').toUpperCase();
  const timeZone = env.LARGESSE_TIME_ZONE ?? 'UTC';
  if (!isCurrency(currency)) {
    const message = `LARGESSE_CURRENCY is “${currency}”, which is not an ISO 4217 currency, such as EUR`;
    throw new ConfigError(message, 'LARGESSE_CURRENCY');
  }
  if (!isTimeZone(timeZone)) {
    throw new ConfigError(
      `LARGESSE_TIME_ZONE is “${timeZone}”, which is not an IANA time zone, such as Europe/Berlin`,
      'LARGESSE_TIME_ZONE',
    );
  }
  return { name: env.LARGESSE_ORGANIZATION ?? 'My organization', currency, timeZone };
}

function commandNamesFrom({ LARGESSE_COMMANDS: text = '' }: Env): CommandNames {
  if (!text) return {};
  const read = readCommandNames(text);
  if ('names' in read) return read.names;
  const message = `LARGESSE_COMMANDS ${read.wrong}. Write it like gift- or recognize=kudos,help=gift-help`;
  throw new ConfigError(message, 'LARGESSE_COMMANDS');
}

function portFrom(name: 'PORT' | 'HEALTH_PORT', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError(`${name} is “${text}”, which is not a port number, such as 3000`, name);
}

function logLevelFrom(text: string | undefined): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (text ?? 'info').toLowerCase());
  if (level) return level;
  throw new ConfigError(`LOG_LEVEL is “${text}”. It is one of ${LOG_LEVELS.join(', ')}`, 'LOG_LEVEL');
}

/** The messages omit the value, which may contain a password. */
function serverUrlFrom(name: keyof Env, value: string, protocols: readonly string[]): string {
  const read = readServerUrl(value, protocols);
  if (read.ok) return read.url;
  if (read.problem === 'not-a-url') throw notAUrl(name, protocols);
  throw new ConfigError(
    `${name} cannot be read: a user or password in it contains # / ? @ or %. Write these as %23 %2F %3F %40 and %25`,
    name,
  );
}

function urlFrom(name: keyof Env, value: string, protocols: readonly string[]): string {
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
  throw notAUrl(name, protocols);
}

function notAUrl(name: keyof Env, protocols: readonly string[]): ConfigError {
  const beginnings = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return new ConfigError(`${name} is not a URL that begins with ${beginnings}`, name);
}
