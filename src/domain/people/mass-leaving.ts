/** More people than this at once are asked about twice. */
const MOST_PEOPLE = 30;
/** So is a greater part of a company than this, where more than a handful leave. */
const MOST_PERCENT = 5;
const A_FEW = 3;

/** Whether so many of those who work here would leave at once that a wrong file is likelier than the truth. */
export function isMassLeaving({ leaving, active }: { leaving: number; active: number }): boolean {
  return leaving > MOST_PEOPLE || (leaving > A_FEW && leaving * 100 > active * MOST_PERCENT);
}
