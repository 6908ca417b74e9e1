import { isUuid } from '#src/domain/kit/uuid.ts';

/**
 * A key as providers take it: 32 lower case hexadecimal characters, which fit all of them. It is made from the id of a
 * row, never from an attempt.
 *
 * @throws when it is not a UUID.
 */
export function providerKeyOf(id: string): string {
  if (!isUuid(id)) throw new Error(`not a UUID: ${id}`);
  return id.replaceAll('-', '').toLowerCase();
}

/** The id that a provider's key was made from; undefined for a key that is not ours. */
export function idOfProviderKey(key: string): string | undefined {
  const [, ...parts] = /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/u.exec(key) ?? [];
  return parts.length === 5 ? parts.join('-') : undefined;
}
