import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** 43 characters that nobody can guess. */
export function randomToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored of a token: a plain hash is enough, because it is too random to guess. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
