import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Core } from '#src/process/open-core.ts';
import { Refused } from './context.ts';

/** The value of an outcome, or its refusal in words as this command's end. */
export function orRefuse<T>({ words }: Pick<Core, 'words'>, outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Refused(refusalText(words, outcome.refusal));
}
