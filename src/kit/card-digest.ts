import { createHash } from 'node:crypto';
import type { Card } from '#src/ports/message.ts';

/** Tells cards apart without keeping what they say. A code in one counts as its last four letters. */
export function cardDigest({ tone, title, blocks, actions }: Card): string {
  return createHash('sha256')
    .update(JSON.stringify([tone, title, blocks, actions]))
    .digest('base64url');
}
