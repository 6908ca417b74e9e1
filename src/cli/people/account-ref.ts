import { InvalidArgumentError } from 'commander';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';

const SHAPES: Record<string, RegExp> = { slack: /^[UW][A-Z0-9]+$/u, discord: /^\d{17,20}$/u };

/** Reads a chat account as people write it, `slack:U01ABCDEF`; says what it should look like otherwise. */
export function readAccount(text: string): PlatformUser {
  const [, platform = '', userId = ''] = /^([a-z]+):(.+)$/u.exec(text.trim()) ?? [];
  if (Object.hasOwn(SHAPES, platform) && SHAPES[platform]?.test(userId)) return { platform, userId };
  throw new InvalidArgumentError('Write an account, such as slack:U01ABCDEF or discord:80351110224678912.');
}
