import type { AmountProblem } from '#src/domain/kit/amount/amount-problem.ts';
import type { Say, WordKey, Words } from '#src/words/words.ts';

const MAX_SHOWN = 80;

/** Says what of an amount was not understood, or how it could be read, and what to write. */
export function amountProblemText({ say }: Pick<Words, 'say'>, problem: AmountProblem): string {
  const key: WordKey = `amount.${problem.why}`;
  return (say as (key: WordKey, args: Record<string, string | number>) => ReturnType<Say>)(key, {
    ...problem,
    typed: shortened(problem.typed),
  });
}

function shortened(typed: string): string {
  return typed.length > MAX_SHOWN ? `${typed.slice(0, MAX_SHOWN).toWellFormed()}…` : typed;
}
