/** A path with what it asks for; what is undefined is left out. */
export function pathWith(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(given);
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}
