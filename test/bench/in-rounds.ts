import { type Figure, figureOf } from './figures.ts';

/** One way of doing something; each call measures it once, in whatever unit the others use. */
export type Variant<Name extends string> = { name: Name; measure: () => Promise<number> };

/**
 * Measures variants in turns, so that whatever slows the machine for a while slows all of them. Each round begins with
 * another variant, and a first round that warms everything up does not count.
 */
export async function inRounds<Name extends string>(
  variants: readonly Variant<Name>[],
  rounds: number,
): Promise<Record<Name, Figure>> {
  const samples = new Map<Name, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, measure } of rotated(variants, round)) {
      const value = await measure();
      if (round > 0) samples.get(name)?.push(value);
    }
  }
  const figures = [...samples].map(([name, values]) => [name, figureOf(values)]);
  return Object.fromEntries(figures) as Record<Name, Figure>;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
