import type { StockProblem } from '#src/domain/reward/read-stock-file.ts';
import type { Words } from '#src/words/words.ts';

/** Why a line of a file of codes cannot come into stock. It says nothing of what stands there. */
export function stockProblemText({ say }: Words, { why, other = '' }: StockProblem): string {
  switch (why) {
    case 'repeated':
      return say('stock.problem.repeated', { other });
    case 'known':
      return say('stock.problem.known', { other });
    default:
      return say(`stock.problem.${why}`);
  }
}
