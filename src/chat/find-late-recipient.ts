import { BREAK, cutAmount } from '#src/domain/kit/amount/cut-amount.ts';
import type { TypedAmount } from '#src/domain/kit/money.ts';
import { isBetween, isPerson, isSeparator, textsOf, type Word, wordText } from './typed-words.ts';

/** Somebody named behind the amount, with the amount that follows or precedes them, if one does. */
export type LateRecipient = { name: string; amount?: TypedAmount };

/**
 * Finds somebody in a message who seems to get a gift too: `@alice 72 @bob 73`, `@alice 25 and @bob`. Whoever is only
 * mentioned, as in `for helping @bob`, is none.
 */
export function findLateRecipient(words: readonly Word[]): LateRecipient | undefined {
  for (const [index, word] of words.entries()) {
    const found = isPerson(word) ? withAmount(word, words.slice(index + 1)) : beforePerson(words, index);
    if (found) return found;
  }
  const first = words.find((word) => !isBetween(word));
  return isPerson(first) ? { name: wordText(first) } : undefined;
}

function withAmount(person: Word, behind: readonly Word[]): LateRecipient | undefined {
  const start = behind.findIndex((word) => !isSeparator(word));
  const amount = start === -1 ? undefined : amountIn(behind.slice(start))?.amount;
  return amount && { name: wordText(person), amount };
}

/** A line that begins with an amount for somebody. */
function beforePerson(words: readonly Word[], index: number): LateRecipient | undefined {
  if (words[index] !== BREAK) return undefined;
  const line = words.slice(index + 1);
  const found = amountIn(line);
  const person = line[textsOf(line).length];
  const isFor = found?.rest.every((word) => isSeparator(word) || /^(?:to|for)$/iu.test(word));
  return found && isFor && isPerson(person) ? { name: wordText(person), amount: found.amount } : undefined;
}

function amountIn(words: readonly Word[]): { amount: TypedAmount; rest: string[] } | undefined {
  const texts = textsOf(words);
  const { amount, rest } = cutAmount(texts);
  return amount.ok ? { amount: amount.amount, rest } : undefined;
}
