/** Longer than a platform tries to show its first answer, which a later one would replace. */
export const HELD_MS = 30_000;
