import { isLoopback } from '#src/domain/kit/loopback.ts';
import { ConfigError } from './config-error.ts';
import type { Env } from './env.ts';
import type { HeadPlace } from './shape.ts';

export function headPlacesFrom({ AUDIT_HEAD_TO = '' }: Env): HeadPlace[] {
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
