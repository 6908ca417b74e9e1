/** How many of an item there were when somebody looked, and how many they then say there are; null: it is not counted. */
export type StockChange = { seen: number | null; said: number | null };

/**
 * How many there are after somebody said how many, of `now`. What was ordered or came back since they looked is not theirs to undo: of
 * what is counted, they change the difference. Undefined when more is gone by now than they left.
 */
export function stockAfter(now: number | null, { seen, said }: StockChange): number | null | undefined {
  if (said === null || seen === null || now === null) return said;
  const left = now + said - seen;
  return left < 0 ? undefined : left;
}
