/** Cuts `text` to `maxLength` UTF-16 units, ending in an ellipsis, without splitting a character or an escape. */
export function fitText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (maxLength < 1) return '';

  const kept = text
    .slice(0, maxLength - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/(?<!\\)((?:\\\\)*)\\$/, '$1');
  return `${kept}…`;
}
