import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Core } from '#src/process/open-core.ts';
import { Refused } from './context.ts';

/** The value of an outcome; a refusal ends the command with its text. */
export function orRefuse<T>({ words }: Pick<Core, 'words'>, outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Refused(refusalText(words, outcome.refusal));
}
