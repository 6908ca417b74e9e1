import { isLoopback } from '#src/domain/kit/loopback.ts';

/** Whether this is an address of the web and not a path. */
export function isWebAddress(from: string): boolean {
  return /^https?:/iu.test(from);
}

/** Whether nobody on the way to this address can read or change what comes from it, and it names no password, which logs would show. */
export function isSafeAddress(from: string): boolean {
  if (!URL.canParse(from)) return false;
  const { protocol, hostname, username, password } = new URL(from);
  return (protocol === 'https:' || isLoopback(hostname)) && !username && !password;
}

/** Whether this is a time of day, `05:00`. */
export function isTimeOfDay(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text);
}
