import { cleanText, hasControl } from '#src/domain/kit/fold.ts';
import { isAddress } from '#src/domain/people/address.ts';
import { unreadable } from './scim-error.ts';

const MAX_TEXT = 200;

type Fields = Record<string, unknown>;

/** An object of JSON; lists and null are none. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of one line; null and the empty text mean that there is none. Numbers are texts, as some directories send employee numbers. */
export function readScimText(name: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const given = typeof value === 'number' && Number.isSafeInteger(value) ? value.toFixed() : value;
  if (typeof given !== 'string') throw unreadable(`${name} has to be a text.`);
  const text = cleanText(given);
  if (text.length > MAX_TEXT || hasControl(text))
    throw unreadable(`${name} has to be at most ${MAX_TEXT} characters on one line.`);
  return text === '' ? null : text;
}

export function readAddress(name: string, value: unknown): string | null {
  const text = readScimText(name, value);
  if (text !== null && !isAddress(text)) throw unreadable(`${name} is not an email address: ${text}`);
  return text;
}

/** True or false, also as the text that Entra sends. */
export function readFlag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text === 'true') return true;
  if (text === 'false') return false;
  throw unreadable(`${name} has to be true or false.`);
}

/** The key of an object as it is named, in whatever case. */
export function fieldOf(fields: Fields, name: string): unknown {
  const key = Object.keys(fields).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : fields[key];
}
