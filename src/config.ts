import { UNNAMED } from '#src/domain/people/setup.ts';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type CommandNames, readCommandNames } from './domain/kit/command-names.ts';
import { environment } from '#src/kit/environment.ts';
import { isCurrency } from './domain/kit/money.ts';
import { isTimeZone } from './domain/kit/period.ts';
import { Secret } from './domain/kit/secret.ts';
import { isSafeAddress, isTimeOfDay, isWebAddress } from './domain/people/people-place.ts';
import type { LogLevel } from '#src/ports/log.ts';
import { isLoopback } from '#src/domain/kit/loopback.ts';
import { readServerUrl } from '#src/kit/server-url.ts';

/** Every setting, as the environment gives it. An empty value counts as not set. */
export type Env = z.infer<typeof envShape>;

const text = z.string().trim().min(1).optional();

const envShape = z.object({
  DATABASE_URL: text,
  MIGRATION_DATABASE_URL: text,
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
  TRUSTED_PROXIES: text,
  OIDC_ISSUER: text,
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  AMAZON_INCENTIVES_PARTNER_ID: text,
  AMAZON_INCENTIVES_ACCESS_KEY: text,
  AMAZON_INCENTIVES_SECRET_KEY: text,
  AMAZON_INCENTIVES_COUNTRY: text,
  AMAZON_INCENTIVES_API_URL: text,
  TREMENDOUS_API_KEY: text,
  TREMENDOUS_FUNDING_SOURCE: text,
  TREMENDOUS_WEBHOOK_KEY: text,
  TREMENDOUS_API_URL: text,
  STRIPE_SECRET_KEY: text,
  STRIPE_API_URL: text,
  LARGESSE_DIR: text,
  LARGESSE_KEYS: text,
  LARGESSE_KEYS_FILE: text,
  LARGESSE_ORGANIZATION: text,
  LARGESSE_CURRENCY: text,
  LARGESSE_TIME_ZONE: text,
  LARGESSE_COMMANDS: text,
  LARGESSE_PLAYGROUND: text,
  AUDIT_HEAD_TO: text,
  ERASED_IDS_FILE: text,
  WEBHOOK_ALLOWED_NETWORKS: text,
  PEOPLE_SYNC_FROM: text,
  PEOPLE_SYNC_AT: text,
  PEOPLE_SYNC_LEAVERS: text,
  PEOPLE_SYNC_TOKEN: text,
  LOG_LEVEL: text,
});

/** The names of all settings. */
export const SETTINGS = Object.keys(envShape.shape);

export type Config = {
  /** The folder of the embedded Postgres and the key file. */
  dir: string;
  /** `ownerUrl`: the same database for the role that owns the tables, where the one in `url` is another. Only to migrate. */
  database: { kind: 'embedded'; isThrowaway: boolean } | { kind: 'server'; url: string; ownerUrl?: string };
  queue: { kind: 'postgres' } | { kind: 'redis'; url: string };
  mail: { kind: 'mailbox' } | { kind: 'smtp'; url: string; from: string };
  slack?: { botToken: string; signingSecret?: string; appToken?: string; apiUrl?: string };
  discord?: { token: string; applicationId: string; apiUrl?: string; guildIds: readonly string[] };
  /** The chat platforms whose settings are wrong or incomplete: everything else runs without them. */
  misconfigured: readonly { platform: 'slack' | 'discord'; error: ConfigError }[];
  /**
   * `publicUrl`: where people's browsers reach it, without a trailing slash. `healthPort`: where a process without the
   * web role answers `/livez` and `/readyz`. `trustedProxies`: the networks, as CIDRs, whose word counts on where a request came from.
   */
  web: {
    host: string;
    port?: number;
    healthPort?: number;
    publicUrl?: string;
    trustedProxies: readonly string[];
  };
  /** The company's identity provider. */
  oidc?: { issuer: string; clientId: string; clientSecret: string };
  /** `country`: an ISO 3166-1 alpha-2 code. */
  amazonIncentives?: {
    partnerId: string;
    accessKey: string;
    secretKey: string;
    country: string;
    apiUrl?: string;
  };
  tremendous?: { apiKey: string; fundingSourceId: string; webhookKey?: string; apiUrl?: string };
  stripe?: { secretKey: string; apiUrl?: string };
  /**
   * In the playground anyone may be anyone, so it is on only on loopback, without a real chat platform, and with data and
   * mails of its own; LARGESSE_PLAYGROUND turns it on for a real database or mail server, or off.
   */
  hasPlayground: boolean;
  /** `id:base64,id:base64`, newest first; or the path of a file with that. Without both, the key file in `dir`. */
  keys?: string;
  keysFile?: string;
  organization: { name: string; currency: string; timeZone: string };
  /** Other names for chat commands: Slack gives a name to the app that claimed it last. */
  commandNames: CommandNames;
  /** The file in which the ids of erased people are kept, outside of the database. */
  erasedIdsFile?: string;
  /** Where the heads of the sealed books are kept, outside of the database. */
  headPlaces: readonly HeadPlace[];
  /** What webhooks may call though it is not public, as CIDRs; there, also without encryption. */
  webhooks: { allowedNetworks: readonly string[] };
  /** Where the company keeps its people, read once a day. `at`: a time of the organization's day. `leavers`: who is not in it leaves. */
  peopleSync?: { from: string; at: string; leavers: boolean };
  /** Sent to the address that people are read from. */
  peopleToken?: Secret;
  logLevel: LogLevel;
};

/** `place`: as it is written in the setting. `address`: the path, the address, or `platform:channel`. */
export type HeadPlace = { place: string; kind: 'file' | 'hook' | 'mail' | 'channel'; address: string };

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

/**
 * Turns settings into a configuration. Throws `ConfigError` for the first one that is missing or wrong, unless it is a
 * chat platform's: the others must not feel it.
 */
export function configFrom(env: Env): Config {
  const host = env.HOST ?? '127.0.0.1';
  const slack = orMisconfigured('slack', () => slackFrom(env));
  const discord = orMisconfigured('discord', () => discordFrom(env));
  const misconfigured = [slack, discord].flatMap((read) => ('error' in read ? [read] : []));
  const hasChat = [slack, discord].some((read) => 'error' in read || read.value !== undefined);
  const port = portFrom('PORT', env.PORT);
  const healthPort = portFrom('HEALTH_PORT', env.HEALTH_PORT);
  const publicUrl = publicUrlFrom(env);
  return {
    dir: resolve(env.LARGESSE_DIR ?? '.largesse'),
    database: databaseFrom(env),
    queue: env.REDIS_URL
      ? { kind: 'redis', url: serverUrlFrom('REDIS_URL', env.REDIS_URL, ['redis:', 'rediss:']) }
      : { kind: 'postgres' },
    mail: mailFrom(env),
    ...('value' in slack && slack.value ? { slack: slack.value } : {}),
    ...('value' in discord && discord.value ? { discord: discord.value } : {}),
    misconfigured,
    web: {
      host,
      ...(port === undefined ? {} : { port }),
      ...(healthPort === undefined ? {} : { healthPort }),
      ...(publicUrl ? { publicUrl } : {}),
      trustedProxies: networksFrom('TRUSTED_PROXIES', env),
    },
    ...oidcFrom(env),
    ...amazonFrom(env),
    ...tremendousFrom(env),
    ...stripeFrom(env),
    hasPlayground: hasPlayground(env, { host, publicUrl, hasChat }),
    ...keysFrom(env),
    organization: organizationFrom(env),
    commandNames: commandNamesFrom(env),
    headPlaces: headPlacesFrom(env),
    ...(env.ERASED_IDS_FILE && { erasedIdsFile: resolve(env.ERASED_IDS_FILE) }),
    webhooks: { allowedNetworks: networksFrom('WEBHOOK_ALLOWED_NETWORKS', env) },
    ...peopleSyncFrom(env),
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

function databaseFrom(env: Env): Config['database'] {
  if (env.DATABASE_URL)
    return { kind: 'server', url: postgresUrlFrom('DATABASE_URL', env.DATABASE_URL), ...ownerFrom(env) };
  if (!env.MIGRATION_DATABASE_URL) return { kind: 'embedded', isThrowaway: false };
  throw new ConfigError(
    'MIGRATION_DATABASE_URL is set, but DATABASE_URL is missing. It is the same database for the role that Largesse works as',
    'MIGRATION_DATABASE_URL',
  );
}

function ownerFrom({ MIGRATION_DATABASE_URL }: Env): { ownerUrl?: string } {
  if (!MIGRATION_DATABASE_URL) return {};
  return { ownerUrl: postgresUrlFrom('MIGRATION_DATABASE_URL', MIGRATION_DATABASE_URL) };
}

function postgresUrlFrom(name: 'DATABASE_URL' | 'MIGRATION_DATABASE_URL', value: string): string {
  return serverUrlFrom(name, value, ['postgres:', 'postgresql:']);
}

function publicUrlFrom({ PUBLIC_URL }: Env): string | undefined {
  if (!PUBLIC_URL) return undefined;
  return urlFrom('PUBLIC_URL', PUBLIC_URL, ['https:', 'http:']).replace(/\/+$/u, '');
}

function oidcFrom(env: Env): Pick<Config, 'oidc'> {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  const given = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
  const missing = Object.entries(given).filter(([, value]) => !value);
  if (missing.length === 3) return {};
  if (!issuer || !clientId || !clientSecret) {
    const names = missing.map(([name]) => name).join(' and ');
    throw new ConfigError(
      `${names} missing: signing in with company accounts needs all three of OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET`,
      'OIDC_ISSUER',
    );
  }
  const url = new URL(urlFrom('OIDC_ISSUER', issuer, ['https:', 'http:']));
  if (url.protocol === 'https:' || isLoopback(url.hostname))
    return { oidc: { issuer, clientId, clientSecret } };
  throw new ConfigError(
    'OIDC_ISSUER is not encrypted, so anybody could answer for it. Write https://',
    'OIDC_ISSUER',
  );
}

function amazonFrom(env: Env): Pick<Config, 'amazonIncentives'> {
  const partnerId = env.AMAZON_INCENTIVES_PARTNER_ID;
  const accessKey = env.AMAZON_INCENTIVES_ACCESS_KEY;
  const secretKey = env.AMAZON_INCENTIVES_SECRET_KEY;
  const country = env.AMAZON_INCENTIVES_COUNTRY?.toUpperCase();
  const given = [partnerId, accessKey, secretKey, country];
  if (given.every((value) => value === undefined)) return {};
  if (!partnerId || !accessKey || !secretKey || !country) {
    throw new ConfigError(
      'Amazon’s gift cards need all four of AMAZON_INCENTIVES_PARTNER_ID, AMAZON_INCENTIVES_ACCESS_KEY, AMAZON_INCENTIVES_SECRET_KEY and AMAZON_INCENTIVES_COUNTRY',
      'AMAZON_INCENTIVES_PARTNER_ID',
      'AMAZON_INCENTIVES_ACCESS_KEY',
      'AMAZON_INCENTIVES_SECRET_KEY',
      'AMAZON_INCENTIVES_COUNTRY',
    );
  }
  if (!/^[A-Za-z0-9]{5}$/u.test(partnerId)) {
    throw new ConfigError(
      'AMAZON_INCENTIVES_PARTNER_ID is not five letters or digits. Copy it as Amazon writes it',
      'AMAZON_INCENTIVES_PARTNER_ID',
      'AMAZON_INCENTIVES_ACCESS_KEY',
      'AMAZON_INCENTIVES_SECRET_KEY',
      'AMAZON_INCENTIVES_COUNTRY',
    );
  }
  const keys = { partnerId, accessKey, secretKey, country };
  return { amazonIncentives: { ...keys, ...apiUrlFrom(env, 'AMAZON_INCENTIVES_API_URL') } };
}

function tremendousFrom(env: Env): Pick<Config, 'tremendous'> {
  const { TREMENDOUS_API_KEY: apiKey, TREMENDOUS_WEBHOOK_KEY: webhookKey } = env;
  if (!apiKey) {
    if (!webhookKey) return {};
    const message =
      'TREMENDOUS_API_KEY is missing, but TREMENDOUS_WEBHOOK_KEY is set. Create one in Tremendous’s dashboard';
    throw new ConfigError(message, 'TREMENDOUS_WEBHOOK_KEY');
  }
  return {
    tremendous: {
      apiKey,
      fundingSourceId: env.TREMENDOUS_FUNDING_SOURCE ?? 'balance',
      ...(webhookKey ? { webhookKey } : {}),
      ...apiUrlFrom(env, 'TREMENDOUS_API_URL'),
    },
  };
}

function stripeFrom(env: Env): Pick<Config, 'stripe'> {
  const { STRIPE_SECRET_KEY: secretKey } = env;
  if (!secretKey) return {};
  if (!/^[sr]k_/u.test(secretKey)) {
    const message =
      'STRIPE_SECRET_KEY does not begin with sk_ or rk_. The publishable key, pk_, does not work here';
    throw new ConfigError(message, 'STRIPE_SECRET_KEY');
  }
  return { stripe: { secretKey, ...apiUrlFrom(env, 'STRIPE_API_URL') } };
}

type ProviderUrl = 'AMAZON_INCENTIVES_API_URL' | 'TREMENDOUS_API_URL' | 'STRIPE_API_URL';

/** Keys that move money travel with every call, so nobody on the way may read them. */
function apiUrlFrom(env: Env, name: ProviderUrl): { apiUrl?: string } {
  const value = env[name];
  if (!value) return {};
  const url = urlFrom(name, value, ['https:', 'http:']).replace(/\/+$/u, '');
  if (url.startsWith('https:') || isLoopback(new URL(url).hostname)) return { apiUrl: url };
  throw new ConfigError(`${name} is not encrypted. Write https://, or an address on this machine`, name);
}

function networksFrom(
  name: 'TRUSTED_PROXIES' | 'WEBHOOK_ALLOWED_NETWORKS',
  { [name]: given = '' }: Env,
): string[] {
  const networks = given.split(/[\s,]+/u).filter((network) => network !== '');
  const wrong = networks.find((network) => !isNetwork(network));
  if (wrong === undefined) return networks;
  throw new ConfigError(
    `${name} has “${wrong}”, which is no network. Write addresses or CIDRs such as 127.0.0.1 or 10.0.0.0/8, separated by commas`,
    name,
  );
}

/** An address, or one with the number of bits that count. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return (
    version !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= most))
  );
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

type Misconfigured = Config['misconfigured'][number];

function orMisconfigured<T>(
  platform: Misconfigured['platform'],
  read: () => T | undefined,
): { value: T | undefined } | Misconfigured {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof ConfigError) return { platform, error };
    throw error;
  }
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

function keysFrom({ LARGESSE_KEYS: keys, LARGESSE_KEYS_FILE: file }: Env): Pick<Config, 'keys' | 'keysFile'> {
  if (keys && file) {
    throw new ConfigError(
      'LARGESSE_KEYS and LARGESSE_KEYS_FILE are both set. Keep one of them',
      'LARGESSE_KEYS_FILE',
    );
  }
  if (file) return { keysFile: resolve(file) };
  return keys ? { keys } : {};
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
  return { name: env.LARGESSE_ORGANIZATION ?? UNNAMED, currency, timeZone };
}

function peopleSyncFrom(env: Env): Pick<Config, 'peopleSync' | 'peopleToken'> {
  const {
    PEOPLE_SYNC_FROM: from,
    PEOPLE_SYNC_AT: at = '05:00',
    PEOPLE_SYNC_LEAVERS: leavers = 'stay',
    PEOPLE_SYNC_TOKEN: token,
  } = env;
  const secret = token === undefined ? {} : { peopleToken: new Secret(token) };
  if (!from) {
    const stray = env.PEOPLE_SYNC_AT ? 'PEOPLE_SYNC_AT' : env.PEOPLE_SYNC_LEAVERS && 'PEOPLE_SYNC_LEAVERS';
    if (!stray) return secret;
    throw new ConfigError(
      `PEOPLE_SYNC_FROM is missing, but ${stray} is set. It is an address or a file`,
      stray,
    );
  }
  if (isWebAddress(from) && !isSafeAddress(from)) {
    const message =
      'PEOPLE_SYNC_FROM is not encrypted, or names a user. Write https://, or an address on this machine, and the password as PEOPLE_SYNC_TOKEN';
    throw new ConfigError(message, 'PEOPLE_SYNC_FROM');
  }
  if (!isTimeOfDay(at))
    throw new ConfigError(
      `PEOPLE_SYNC_AT is “${at}”, which is not a time of day, such as 05:00`,
      'PEOPLE_SYNC_AT',
    );
  if (leavers !== 'stay' && leavers !== 'leave') {
    const message = `PEOPLE_SYNC_LEAVERS is “${leavers}”. People who are not in the file stay or leave`;
    throw new ConfigError(message, 'PEOPLE_SYNC_LEAVERS');
  }
  return { ...secret, peopleSync: { from, at, leavers: leavers === 'leave' } };
}

function commandNamesFrom({ LARGESSE_COMMANDS: text = '' }: Env): CommandNames {
  if (!text) return {};
  const read = readCommandNames(text);
  if ('names' in read) return read.names;
  const message = `LARGESSE_COMMANDS ${read.wrong}. Write it like gift- or recognize=kudos,help=gift-help`;
  throw new ConfigError(message, 'LARGESSE_COMMANDS');
}

function headPlacesFrom({ AUDIT_HEAD_TO = '' }: Env): HeadPlace[] {
  return AUDIT_HEAD_TO.split(/[\s,]+/u)
    .filter((place) => place !== '')
    .map((place) => {
      const [, scheme = '', address = ''] = /^([a-z]+):(.+)$/u.exec(place) ?? [];
      const kind = HEAD_KINDS[scheme];
      const isRight =
        kind !== undefined &&
        (kind !== 'hook' || URL.canParse(place)) &&
        (kind !== 'mail' || address.includes('@'));
      if (isRight && kind === 'hook') return hookFrom(place);
      if (isRight) return { place, kind, address: kind === 'channel' ? place : address };
      throw new ConfigError(
        `AUDIT_HEAD_TO has “${place}”. Write file:/path, mail:person@example.com, slack:C0123456789, discord:CHANNEL-ID or https://…, separated by blanks`,
        'AUDIT_HEAD_TO',
      );
    });
}

/** Whoever carries the heads on their way could change them. */
function hookFrom(address: string): HeadPlace {
  const { protocol, hostname } = new URL(address);
  const place = withoutSecrets(address);
  if (protocol === 'https:' || isLoopback(hostname)) return { place, kind: 'hook', address };
  throw new ConfigError(
    `AUDIT_HEAD_TO has “${place}”, to which the head would travel open to be read and changed. Write https://, or an address on this machine`,
    'AUDIT_HEAD_TO',
  );
}

/** Places are told in logs, and what a hook asks for often stands in its query. */
function withoutSecrets(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

const HEAD_KINDS: Record<string, HeadPlace['kind']> = {
  file: 'file',
  mail: 'mail',
  slack: 'channel',
  discord: 'channel',
  playground: 'channel',
  https: 'hook',
  http: 'hook',
};

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
