import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isLoopback } from '#src/domain/kit/loopback.ts';
import type { LogLevel } from '#src/ports/log.ts';
import { ConfigError } from './config-error.ts';
import type { Env } from './env.ts';
import { serverUrlFrom, urlFrom } from './read-urls.ts';
import type { Config } from './shape.ts';

export function databaseFrom(env: Env): Config['database'] {
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

export function publicUrlFrom({ PUBLIC_URL }: Env): string | undefined {
  if (!PUBLIC_URL) return undefined;
  return urlFrom('PUBLIC_URL', PUBLIC_URL, ['https:', 'http:']).replace(/\/+$/u, '');
}

export function oidcFrom(env: Env): Pick<Config, 'oidc'> {
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

export function networksFrom(
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

export function mailFrom({ SMTP_URL, MAIL_FROM }: Env): Config['mail'] {
  if (!SMTP_URL) return { kind: 'mailbox' };
  const url = serverUrlFrom('SMTP_URL', SMTP_URL, ['smtp:', 'smtps:']);
  if (!MAIL_FROM) {
    const message = 'MAIL_FROM is missing. Set it to the sender, such as gifts@example.com';
    throw new ConfigError(message, 'SMTP_URL');
  }
  return { kind: 'smtp', url, from: MAIL_FROM };
}

export function keysFrom({
  LARGESSE_KEYS: keys,
  LARGESSE_KEYS_FILE: file,
}: Env): Pick<Config, 'keys' | 'keysFile'> {
  if (keys && file) {
    throw new ConfigError(
      'LARGESSE_KEYS and LARGESSE_KEYS_FILE are both set. Keep one of them',
      'LARGESSE_KEYS_FILE',
    );
  }
  if (file) return { keysFile: resolve(file) };
  return keys ? { keys } : {};
}

export function portFrom(name: 'PORT' | 'HEALTH_PORT', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError(`${name} is “${text}”, which is not a port number, such as 3000`, name);
}

export function logLevelFrom(text: string | undefined): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (text ?? 'info').toLowerCase());
  if (level) return level;
  throw new ConfigError(`LOG_LEVEL is “${text}”. It is one of ${LOG_LEVELS.join(', ')}`, 'LOG_LEVEL');
}

const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'silent'];
