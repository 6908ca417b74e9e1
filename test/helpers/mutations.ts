/** One thing done to one field: what, and the value that came of it. */
export type Mutation = { what: string; value: unknown };

const WRONG: readonly unknown[] = [null, 9_999, '', [], {}];

/** The value with each of its fields dropped, or replaced by something of a wrong kind, one at a time. */
export function mutationsOf(value: unknown): Mutation[] {
  const whole = WRONG.map((wrong) => ({ what: `all = ${JSON.stringify(wrong)}`, value: wrong }));
  return [...whole, ...pathsOf(value).flatMap((path) => mutationsAt(value, path))];
}

type Path = readonly (string | number)[];

function mutationsAt(value: unknown, path: Path): Mutation[] {
  const name = path.join('.');
  return [
    { what: `no ${name}`, value: changed(value, path, undefined) },
    ...WRONG.map((wrong) => ({
      what: `${name} = ${JSON.stringify(wrong)}`,
      value: changed(value, path, wrong),
    })),
  ];
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const at = [...path, key];
    return [at, ...pathsOf((value as Record<string | number, unknown>)[key], at)];
  });
}

/** `undefined` drops the field: JSON has no word for it. */
function changed(value: unknown, path: Path, to: unknown): unknown {
  const copy = structuredClone(value);
  const last = path.at(-1);
  const holder = path.slice(0, -1).reduce((at, key) => (at as Record<string | number, unknown>)[key], copy);
  if (last === undefined) return to;
  (holder as Record<string | number, unknown>)[last] = to;
  return copy;
}
