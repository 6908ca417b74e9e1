const MAX_LENGTH = 100;

/**
 * A button's custom id: `id:value`, at most 100 characters.
 *
 * Throws a RangeError when it does not fit: a truncated value would name something else.
 */
export function encodeCustomId(action: { id: string; value: string }): string {
  const customId = `${action.id}:${action.value}`;
  if (action.id.includes(':')) throw new RangeError(`The action id ${action.id} contains a colon`);
  if (customId.length > MAX_LENGTH) throw new RangeError(`The value of action ${action.id} is too long`);
  return customId;
}

/** The inverse of `encodeCustomId`; undefined for a button that is not ours. */
export function decodeCustomId(customId: string): { actionId: string; value: string } | undefined {
  const colon = customId.indexOf(':');
  if (colon < 1) return undefined;
  return { actionId: customId.slice(0, colon), value: customId.slice(colon + 1) };
}
