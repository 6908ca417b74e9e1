import type { Words } from '#src/words/words.ts';
import { type Outlook, partsText } from './outlook.ts';

/** How many steps a bar has: fine enough for the widest screen. */
const WHOLE = 1_000;

/** What was given and what waits, of the whole, as a bar. Its words say the same to who does not see it. */
export function BudgetBar({ words, budget }: { words: Words; budget: Outlook }) {
  const given = partOf(budget.givenMinor, budget.wholeMinor);
  const held = Math.min(partOf(budget.reservedMinor, budget.wholeMinor), WHOLE - given);
  return (
    <svg
      class="budget-bar"
      viewBox={`0 0 ${WHOLE} 12`}
      preserveAspectRatio="none"
      role="img"
      aria-label={partsText(words, budget)}
    >
      <rect class="whole" width={WHOLE} height="12" />
      <rect class="given" width={given} height="12" />
      <rect class="held" x={given} width={held} height="12" />
    </svg>
  );
}

function partOf(minor: bigint, wholeMinor: bigint): number {
  if (minor <= 0n) return 0;
  if (minor >= wholeMinor) return WHOLE;
  return Math.round((Number(minor) / Number(wholeMinor)) * WHOLE);
}
