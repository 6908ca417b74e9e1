import { readServerUrl } from '#src/kit/server-url.ts';
import { ConfigError } from './config-error.ts';
import type { Env } from './env.ts';
import type { Config } from './shape.ts';

/** The messages omit the value, which may contain a password. */
export function serverUrlFrom(name: keyof Env, value: string, protocols: readonly string[]): string {
  const read = readServerUrl(value, protocols);
  if (read.ok) return read.url;
  if (read.problem === 'not-a-url') throw notAUrl(name, protocols);
  throw new ConfigError(
    `${name} cannot be read: a user or password in it contains # / ? @ or %. Write these as %23 %2F %3F %40 and %25`,
    name,
  );
}

export function urlFrom(name: keyof Env, value: string, protocols: readonly string[]): string {
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
  throw notAUrl(name, protocols);
}

function notAUrl(name: keyof Env, protocols: readonly string[]): ConfigError {
  const beginnings = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return new ConfigError(`${name} is not a URL that begins with ${beginnings}`, name);
}

type Misconfigured = Config['misconfigured'][number];

export function orMisconfigured<T>(
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
