import { randomInt } from 'node:crypto';

/** Six digits that nobody can foresee. They can be tried out, so count the tries. */
export function randomCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}
