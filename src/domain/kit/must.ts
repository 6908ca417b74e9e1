/** Returns a value that cannot be missing. Throws if it is, because then our own rows contradict each other. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`);
  return value;
}
