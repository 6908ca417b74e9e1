/** The chain of managers from somebody back to themselves; undefined when it ends above them. */
export function findCircle(
  start: string,
  managerOf: ReadonlyMap<string, string | null>,
): string[] | undefined {
  const way = [start];
  const seen = new Set(way);
  for (let next = managerOf.get(start); next; next = managerOf.get(next)) {
    way.push(next);
    if (next === start) return way;
    if (seen.has(next)) return undefined;
    seen.add(next);
  }
  return undefined;
}
