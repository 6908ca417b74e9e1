/** Files that import each other in a circle, each circle once, by the files that each file imports. */
export function findCircles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles = new Map<string, string[]>();
  const done = new Set<string>();

  function visit(file: string, path: readonly string[]): void {
    if (path.includes(file)) {
      const circle = path.slice(path.indexOf(file));
      circles.set(circle.toSorted().join(' '), circle);
      return;
    }
    if (done.has(file)) return;
    for (const imported of imports.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  }

  for (const file of imports.keys()) visit(file, []);
  return [...circles.values()];
}
