import { InvalidArgumentError } from 'commander';

/** Why, in 500 characters or less: others read it. */
export function readReason(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= 500) return reason;
  throw new InvalidArgumentError('Say why, in 500 characters or less.');
}
