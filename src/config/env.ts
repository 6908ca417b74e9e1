import { z } from 'zod';
import { environment } from '#src/kit/environment.ts';

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

/** Reads the settings from the environment. Nothing else in the program does. */
export function readEnv(env: NodeJS.ProcessEnv = environment()): Env {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '');
  return envShape.parse(Object.fromEntries(given));
}

/** Set variables that start like ours but are unknown: most likely typos. */
export function unknownSettings(env: NodeJS.ProcessEnv = environment()): string[] {
  return Object.keys(env).filter((name) => name.startsWith('LARGESSE_') && !SETTINGS.includes(name));
}
