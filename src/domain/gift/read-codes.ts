import { parseCode } from './code-format.ts';

/** So many at once: more is no list of one's own gifts. */
export const MOST_CODES = 20;

const DASHES = '\\p{Pd}\\u2212';
/** Four groups of four, as codes are shown, or sixteen characters in a row; looked for at each place, since words may look so too. */
const CANDIDATE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?=((?:[\\p{L}\\p{N}]{4}[${DASHES} ]?){3}[\\p{L}\\p{N}]{4})(?![\\p{L}\\p{N}]))`,
  'gu',
);

/**
 * The codes in what somebody typed or pasted, a whole message included; each once, in its order. A line without one is given back
 * as it is, so that it can be named as a slip. Empty lines are nothing.
 */
export function readCodes(typed: string): string[] {
  if (parseCode(typed)) return [typed];
  const lines = typed.split(/[\r\n,;]+/u).filter((line) => line.trim() !== '');
  const read = lines.flatMap(readLine);
  const seen = new Set<string>();
  return read.filter((text) => {
    const key = parseCode(text)?.reveal() ?? text.trim();
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

type Found = { text: string; from: number; to: number };

/** The codes of a line, and what was meant as one: written like a code, and part of none. */
function readLine(line: string): string[] {
  const found = [...line.matchAll(CANDIDATE)].map(
    ({ index, 1: text = '' }): Found => ({
      text,
      from: index,
      to: index + text.length,
    }),
  );
  const codes = found.filter(({ text }) => parseCode(text) !== undefined);
  if (codes.length === 0) return [found.at(-1)?.text ?? line.trim()];
  function isLeft(one: Found): boolean {
    return codes.every((code) => code.to <= one.from || one.to <= code.from);
  }
  const slips = found.filter((one) => !one.text.includes(' ') && isLeft(one));
  return [...codes, ...slips].toSorted((a, b) => a.from - b.from).map(({ text }) => text);
}
