import { createHash } from 'node:crypto';

/**
 * Where the next page of a list begins. It holds a place and a digest of the list that it belongs to; what its reader may see is asked
 * anew for every page, so nothing is gained by making one up.
 */
export function encodeCursor(list: string, place: string): string {
  return Buffer.from(JSON.stringify([digestOf(list), place])).toString('base64url');
}

/** The place in this list; undefined when the cursor is none of it. */
export function decodeCursor(list: string, cursor: string): string | undefined {
  const [digest, place] = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  return digest === digestOf(list) && typeof place === 'string' ? place : undefined;
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function digestOf(list: string): string {
  return createHash('sha256').update(list).digest('base64url').slice(0, 12);
}
