import { BREAK, cutAmount } from '#src/domain/kit/amount/cut-amount.ts';
import type { ParsedAmount } from '#src/domain/kit/amount/amount-problem.ts';
import type { Mention, TextPiece } from '#src/ports/chat.ts';
import type { OptionDefinition, OptionValue } from './define-command.ts';
import { findLateRecipient, type LateRecipient } from './find-late-recipient.ts';
import { asText, isBetween, isPerson, isSeparator, textsOf, typedWords, type Word } from './typed-words.ts';

/** What was typed for an option. An amount comes read, because where it ends depends on what follows. */
export type Raw = string | Mention | TextPiece[] | { parsed: ParsedAmount };

type Definitions = Readonly<Record<string, OptionDefinition>>;
type Cut = { value: Raw | undefined; rest: Word[] };

/**
 * Splits free text by the definitions: people, an amount, then the rest. An amount may come before the people. `late` is
 * somebody behind the amount who seems to get a gift too.
 */
export function splitText(
  definitions: Definitions,
  pieces: readonly TextPiece[],
): { raw: Record<string, Raw>; late: LateRecipient | undefined } {
  const kinds = Object.values(definitions).map(({ kind }) => kind);
  const words = typedWords(pieces);
  let rest = kinds.includes('people') && kinds.includes('money') ? peopleFirst(words) : words;
  let late: LateRecipient | undefined;
  const raw: Record<string, Raw> = {};
  for (const [name, { kind }] of Object.entries(definitions)) {
    const cut = cutters[kind](rest, raw);
    if (cut.value !== undefined) raw[name] = cut.value;
    rest = cut.rest;
    if (kind === 'money') late = findLateRecipient(rest);
  }
  return { raw, late };
}

const cutters: Record<keyof OptionValue, (rest: Word[], before: Record<string, Raw>) => Cut> = {
  person: (rest) =>
    isPerson(rest[0]) ? { value: rest[0], rest: rest.slice(1) } : { value: undefined, rest },
  people: cutPeople,
  money: cutMoney,
  code: (rest) => ({ value: asText(rest), rest: [] }),
  text: (rest) => ({ value: withoutFor(rest.filter((word) => word !== BREAK)), rest: [] }),
};

/** `@alice, @bob and @carol`, up to the first word that is not a person. */
function cutPeople(rest: Word[]): Cut {
  const people = frontPeople(rest);
  return { value: people.filter(isPerson), rest: rest.slice(people.length) };
}

function frontPeople(words: readonly Word[]): Word[] {
  const end = words.findIndex((word) => !isPerson(word) && !isBetween(word));
  return end === -1 ? [...words] : words.slice(0, end);
}

function cutMoney(rest: Word[], before: Record<string, Raw>): Cut {
  const front = withoutSeparators(rest);
  const texts = textsOf(front);
  if (texts.length === 0) return { value: undefined, rest: front };
  const people = Object.values(before).flatMap((value) => (Array.isArray(value) ? value : []));
  const cut = cutAmount(texts, { isForSeveral: people.length > 1 });
  return { value: { parsed: cut.amount }, rest: [...cut.rest, ...front.slice(texts.length)] };
}

function withoutFor(words: Word[]): Word[] {
  const [first] = words;
  return words.length > 1 && typeof first === 'string' && /^for$/iu.test(first) ? words.slice(1) : words;
}

/** `: 32`, `:32`, `– 32`. */
function withoutSeparators(words: readonly Word[]): Word[] {
  const start = words.findIndex((word) => !isSeparator(word));
  const [first, ...more] = start === -1 ? [] : words.slice(start);
  if (first === undefined) return [];
  const bare = typeof first === 'string' ? first.replace(/^[:,;](?=[^\s-])/u, '') : first;
  return [bare, ...more];
}

/** `🎉 @alice 25`, `25 for @alice`, `give 25 to @alice and @bob`: the people, the amount, then all else. */
function peopleFirst(words: Word[]): Word[] {
  const lead = textsOf(words);
  const others = words.slice(lead.length);
  const meant = lead.filter((word) => !isFiller(word) && !isDecoration(word));
  const decoration = lead.filter(isDecoration);
  if (others.length === 0 || lead.length === 0) return words;
  if (meant.length === 0) return others.length > 1 ? [...others, ...decoration] : others;
  const { amount, rest } = cutAmount(meant);
  const isAmount = amount.ok || /\p{N}/u.test(amount.problem.typed);
  if (!isAmount || !rest.every(isSeparator)) return words;
  const people = frontPeople(others);
  return [...people, ...meant, BREAK, ...others.slice(people.length), ...decoration];
}

function isFiller(word: string): boolean {
  return /^(?:give|send|to|for|\n)$/iu.test(word);
}

function isDecoration(word: string): boolean {
  return (
    /^(?:(?::[\w+'-]+:)+|[\p{Extended_Pictographic}\p{RI}\p{Emoji_Component}\p{P}]+)$/u.test(word) &&
    !/\d/u.test(word)
  );
}
