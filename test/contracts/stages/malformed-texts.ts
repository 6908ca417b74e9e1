/** The texts within `value` that hold half a character, which platforms refuse or break at. */
export function malformedTexts(value: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string' && !part.isWellFormed())
      found.push(`half a character in ${part.slice(0, 80)}`);
    return part;
  });
  return found;
}
