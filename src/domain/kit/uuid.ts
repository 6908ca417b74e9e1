/** Whether it is a UUID, in either case. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(text);
}

/**
 * When a UUID of version 7 was made, by the clock that made it; undefined for another one.
 * @see RFC 9562, section 5.7
 */
export function timeOfUuid(id: string): Date | undefined {
  if (!isUuid(id) || id[14] !== '7') return undefined;
  return new Date(Number.parseInt(id.slice(0, 13).replace('-', ''), 16));
}
