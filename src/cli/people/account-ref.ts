import { InvalidArgumentError } from 'commander';
import { readChatAccount } from '#src/domain/people/chat-account.ts';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';

/** Reads a chat account as people write it, `slack:U01ABCDEF`; says what it should look like otherwise. */
export function readAccount(text: string): PlatformUser {
  const [, platform = '', userId = ''] = /^([a-z]+):(.+)$/u.exec(text.trim()) ?? [];
  const account = readChatAccount(platform, userId);
  if (account) return account;
  throw new InvalidArgumentError('Write an account, such as slack:U01ABCDEF or discord:80351110224678912.');
}
