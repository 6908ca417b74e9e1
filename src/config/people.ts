import { isCurrency } from '#src/domain/kit/money.ts';
import { isTimeZone } from '#src/domain/kit/period.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import { isSafeAddress, isTimeOfDay, isWebAddress } from '#src/domain/people/people-place.ts';
import { UNNAMED } from '#src/domain/people/setup.ts';
import { ConfigError } from './config-error.ts';
import type { Env } from './env.ts';
import type { Config } from './shape.ts';

export function organizationFrom(env: Env): Config['organization'] {
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

export function peopleSyncFrom(env: Env): Pick<Config, 'peopleSync' | 'peopleToken'> {
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
