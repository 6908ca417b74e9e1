import type { Words } from '#src/words/words.ts';

type CameIn = { way: string | null; token: string | null; address: string | null; operator: string | null };

/** From where something on record was done: the pages, a platform, a token by its name, a shell, a job; or that nobody kept it. */
export function wayText({ say }: Words, { way, token, address, operator }: CameIn): string {
  const [kind, name = ''] = (way ?? '').split(/:(.*)/u);
  switch (kind) {
    case 'chat':
      return say('record.from.chat', { platform: name.charAt(0).toUpperCase() + name.slice(1) });
    case 'api':
      return token === null ? say('record.from.api') : say('record.from.apiToken', { name: token });
    case 'scim':
      return token === null ? say('record.from.scim') : say('record.from.scimToken', { name: token });
    case 'job':
      return say('record.from.job', { name });
    case 'start':
      return say('record.from.start');
    case 'shell':
      return shellText({ say }, operator);
    case 'web':
      return address === null ? say('record.from.web') : say('record.from.webAt', { address });
    default:
      if (address !== null) return say('record.from.webAt', { address });
      return operator === null ? say('record.from.unknown') : shellText({ say }, operator);
  }
}

function shellText({ say }: Pick<Words, 'say'>, operator: string | null): string {
  return operator === null ? say('record.from.shell') : say('record.from.shellOf', { user: operator });
}
