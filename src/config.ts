import { resolve } from 'node:path';
import { commandNamesFrom, discordFrom, hasPlayground, slackFrom } from './config/chat.ts';
import type { Env } from './config/env.ts';
import { headPlacesFrom } from './config/head-places.ts';
import { organizationFrom, peopleSyncFrom } from './config/people.ts';
import { amazonFrom, stripeFrom, tremendousFrom } from './config/providers.ts';
import { orMisconfigured, serverUrlFrom } from './config/read-urls.ts';
import {
  databaseFrom,
  keysFrom,
  logLevelFrom,
  mailFrom,
  networksFrom,
  oidcFrom,
  portFrom,
  publicUrlFrom,
} from './config/server.ts';
import type { Config } from './config/shape.ts';

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

export { ConfigError } from './config/config-error.ts';
export { readEnv, SETTINGS, unknownSettings } from './config/env.ts';
export type { Env } from './config/env.ts';
export type { Config } from './config/shape.ts';
