/** A figure as it was measured in several rounds: the median, and how far the rounds lay apart. */
export type Figure = { median: number; lowest: number; highest: number };

export function figureOf(samples: readonly number[]): Figure {
  const sorted = samples.toSorted((a, b) => a - b);
  return { median: medianOf(sorted), lowest: sorted[0] ?? 0, highest: sorted.at(-1) ?? 0 };
}

/** The value below which a share (0 to 1) of the samples lies. */
export function percentileOf(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** To three significant digits, so that a result does not look surer than it is. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function medianOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (upper + lower) / 2;
}
