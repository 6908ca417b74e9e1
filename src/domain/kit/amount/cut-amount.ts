import { countNumberWords, EACH, isUnit, TOTAL } from './amount-words.ts';
import { currenciesNamed } from './currency-names.ts';
import type { ParsedAmount } from './amount-problem.ts';
import { parseAmount } from './parse-amount.ts';
import { tidy } from './tidy.ts';

/** A line break among words. */
export const BREAK = '\n';

/** Amounts are shorter than that. */
const MAX_WORD = 200;

const DECORATION = /(?:(?::(?:[a-z][\w+'-]*|[+-]1):)+|[\p{Extended_Pictographic}\p{RI}][^\p{N}\s]*)$/u;

/**
 * Text as words, with a line break as a word of its own, and as one any wide gap between digits. A space that does not
 * break groups digits: `1 000` is one word.
 */
export function wordsOf(text: string): string[] {
  const lines = text.replaceAll(
    /\r\n|[^\S\t\p{Zs}\uFEFF]|\u0085|(?<=\d)(?:\t|[^\S\n]{2})[^\S\n]*(?=\d)/gu,
    BREAK,
  );
  return lines.match(/\n|(?:[^\s]|(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d))+/gu) ?? [];
}

/**
 * Cuts an amount off the front of what somebody wrote: all that may belong to it, however many words, read as a whole.
 * What follows is the message. A number behind the amount is never taken for the message: it may be the rest of a longer one,
 * or, with several people, an amount for the next.
 */
export function cutAmount(
  words: readonly string[],
  { isForSeveral = false } = {},
): { amount: ParsedAmount; rest: string[] } {
  const run = runOf(words);
  const rest = words.slice(run.length);
  const last = run.at(-1) ?? '';
  const { kept, decoration } = withoutDecoration(last);
  const typed = [...run.slice(0, -1), withoutStop(kept)].join(' ');
  const amount = parseAmount(typed);
  const message = [decoration, ...(isDash(rest[0]) ? rest.slice(1) : rest)].filter((word) => word !== '');
  const isOne = !isSpaced(typed) || (!isForSeveral && isSure(kept, rest));
  if (!amount.ok || isOne) return { amount, rest: message };
  return { amount: { ok: false, problem: { why: 'several-numbers', typed } }, rest: message };
}

/** The words that may belong to the amount. The first always does: whatever it is, it stands where the amount should be. */
function runOf(words: readonly string[]): string[] {
  const inWords = countNumberWords(words);
  if (inWords > 0) return words.slice(0, inWords);
  let end = Math.min(1, words.length);
  while (end < words.length) {
    const more = countOf(words, end);
    if (more === 0) break;
    end += more;
  }
  const run = words.slice(0, end);
  while (run.at(-1) === BREAK) run.pop();
  return run;
}

/** A word as it is seen; nothing behind the last. */
function wordAt(words: readonly string[], at: number): string {
  return tidy(words[at] ?? '');
}

/** How many words from `at` on belong to the amount before them; more than there are means all. */
function countOf(words: readonly string[], at: number): number {
  const word = wordAt(words, at);
  if (word === '' && words[at] !== BREAK) return 1;
  if (isNumberLike(word)) return 1;
  if (/^[-−]$/u.test(word) && at + 1 === words.length) return 1;
  const next = words.findIndex((other, index) => index >= at && !isWordless(other));
  if (next > at && isNumberLike(wordAt(words, next))) return next - at + 1;
  if (isConnector(word) && isNumberLike(wordAt(words, at + 1))) return 2;
  if (/^or$/iu.test(word)) return 2;
  if (endsClause(wordAt(words, at - 1))) return currencyCount(words, at);
  return currencyCount(words, at) || phraseCount(words, at) || (isUnit(bareEnd(word)) ? 1 : 0);
}

/** Its first letter or digit is a digit, or it is a currency with digits: `3`, `(25)`, `2nd`, `$30`, but not `#1` or `<3`. */
function isNumberLike(word: string): boolean {
  if (/^(?::[\w+'-]+:)+$|^(?:<\/?3+|[:;=]3)[.,!]*$/u.test(word)) return false;
  if (/^(?:[^\p{L}\p{N}#@]*\p{N}|[x×]\d)/u.test(word)) return true;
  const [, name = ''] = /^[^\p{L}\p{Sc}]?(\D*)\d/u.exec(word) ?? [];
  return currenciesNamed(name).size > 0;
}

function isConnector(word: string): boolean {
  return /^(?:x|to|and|plus|minus|times|by|bis|at|of|per|à|je)$/iu.test(word);
}

/** Punctuation, emoji, a line break: a number behind it may still belong to the one before. */
function isWordless(word: string): boolean {
  return !/[\p{L}\p{N}]/u.test(word);
}

/** Everyday words that are currencies as well: they are one only where nothing but a message can follow. */
const EVERYDAY = new Set(
  'all try top cup pen cop mad gel sos bob ron mop bam won real rand sol colon crown som kip zig re da ar le'.split(
    ' ',
  ),
);

function currencyCount(words: readonly string[], at: number): number {
  for (const count of [3, 2, 1]) {
    const name = nameIn(words.slice(at, at + count));
    if (currenciesNamed(name).size === 0) continue;
    const isWord = EVERYDAY.has(name.toLowerCase()) && name !== name.toUpperCase();
    return isWord && !isBeforeMessage(words, at + count) ? 0 : count;
  }
  return 0;
}

/** Words as a name; none that ends before them, such as `USD` of `USD -`. */
function nameIn(words: readonly string[]): string {
  if (bareEnd(wordAt(words, words.length - 1)) === '') return '';
  return bareEnd(words.map(tidy).join(' ')).replace(/^[([{<"'`*_“„«]+/u, '');
}

function isBeforeMessage(words: readonly string[], at: number): boolean {
  const next = words[at];
  return (
    next === undefined ||
    next === BREAK ||
    endsClause(wordAt(words, at - 1)) ||
    /^(?:for|each|to)$/iu.test(next)
  );
}

/** `each`, `per person`, `in total`. */
function phraseCount(words: readonly string[], at: number): number {
  const phrases = [3, 2, 1].filter((count) => {
    const phrase = nameIn(words.slice(at, at + count));
    return (EACH.test(phrase) || TOTAL.test(phrase)) && isBeforeMessage(words, at + count);
  });
  return phrases[0] ?? 0;
}

/** Without the punctuation and emoji at its end, but with the sign of a currency. */
function bareEnd(word: string): string {
  if (word.length > MAX_WORD) return word;
  return word.replace(DECORATION, '').replace(/[^\p{L}\p{N}\p{Sc}%‰]+$/u, '');
}

function endsClause(word: string): boolean {
  return withoutStop(word) !== word;
}

/** `39,` and `40.` without what ends their clause. */
function withoutStop(word: string): string {
  return word.replace(/(?<![.,;:!?…])(?:[,;:.]|!+)$/u, '');
}

/** `25🎉`, `25:tada:`: the emoji belongs to the message. */
function withoutDecoration(word: string): { kept: string; decoration: string } {
  const decoration = word.length > MAX_WORD ? '' : (DECORATION.exec(word)?.[0] ?? '');
  const kept = word.slice(0, word.length - decoration.length);
  return kept === '' ? { kept: word, decoration: '' } : { kept, decoration };
}

function isDash(word: string | undefined): boolean {
  return word !== undefined && /^(?:[-–—:|]|--|->|→|=>)$/u.test(word);
}

/** Whether it has digits on both sides of a space that may as well be between two numbers. */
function isSpaced(typed: string): boolean {
  return /\d \d/u.test(typed);
}

/** `25 300 reasons` may be 25 for 300 reasons. */
function isSure(last: string, rest: readonly string[]): boolean {
  const [next] = rest;
  if (!/\d/u.test(last)) return true;
  return next === undefined || next === BREAK || endsClause(last) || isDash(next) || /^for$/iu.test(next);
}
