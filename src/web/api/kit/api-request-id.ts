import { createHash } from 'node:crypto';
import type { ApiCaller } from '../api-deps.ts';

/** Our own id for what a token asks for by a key: of a length that stays, whatever the key, and no other token can name it. */
export function apiRequestId({ token }: Pick<ApiCaller, 'token'>, key: string): string {
  const digest = createHash('sha256').update(`${token.id}/${key}`).digest('hex');
  return `api/${digest}`;
}
