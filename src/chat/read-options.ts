import { parseAmount } from '#src/domain/kit/money.ts';
import type { CommandInput, Mention, TextPiece } from '#src/ports/chat.ts';
import type { Named, OptionDefinition, OptionValue } from './define-command.ts';

/** Why a command could not be read: the missing or wrong option, and what was typed. */
export type WrongUse =
  | { problem: 'missing'; option: string; kind: OptionDefinition['kind'] }
  | { problem: 'not-a-person'; typed: string }
  | { problem: 'not-an-amount'; typed: string };

type Values = Record<string, OptionValue[keyof OptionValue] | undefined>;
type Definitions = Readonly<Record<string, OptionDefinition>>;
type Raw = string | Mention | TextPiece[];

/** Reads a command's options, from typed fields or from free text in the order of their definitions. */
export function readOptions(
  definitions: Definitions,
  input: CommandInput,
): { ok: true; values: Values } | { ok: false; wrongUse: WrongUse } {
  const raw = input.kind === 'options' ? input.values : splitText(definitions, input.pieces);
  const values: Values = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const value = raw[name];
    if (value === undefined || isEmpty(value)) {
      if (!definition.isRequired) continue;
      return { ok: false, wrongUse: { problem: 'missing', option: name, kind: definition.kind } };
    }
    const read = readValue(definition, value);
    if ('wrongUse' in read) return { ok: false, wrongUse: read.wrongUse };
    values[name] = read.value;
  }
  return { ok: true, values };
}

function isEmpty(raw: Raw): boolean {
  return raw === '' || (Array.isArray(raw) && raw.length === 0);
}

type Read = { value: OptionValue[keyof OptionValue] } | { wrongUse: WrongUse };

function readValue({ kind }: OptionDefinition, raw: Raw): Read {
  const pieces = Array.isArray(raw) ? words(raw) : [raw];
  switch (kind) {
    case 'money': {
      const amount = parseAmount(asText(pieces));
      return amount ? { value: amount } : { wrongUse: { problem: 'not-an-amount', typed: asText(pieces) } };
    }
    case 'person':
      return { value: pieces.length === 1 && pieces[0] ? named(pieces[0]) : named(asText(pieces)) };
    case 'people':
      return readPeople(pieces);
    case 'text':
    case 'code':
      return { value: asText(pieces) };
    default:
      return kind satisfies never;
  }
}

/** The first may be a bare name; every later word must be a mention or start with @. */
function readPeople(pieces: readonly Word[]): Read {
  const people = pieces.filter((piece) => !isBetween(piece)).flatMap(apart);
  const stray = people.slice(1).find((piece) => !isPerson(piece));
  if (stray !== undefined) return { wrongUse: { problem: 'not-a-person', typed: wordText(stray) } };
  return { value: people.map(named) };
}

function named(word: Word): Named {
  return typeof word === 'string' ? { kind: 'name', name: word.replace(/^@/u, '') } : word;
}

/** Splits free text by the definitions: people, an amount, then the rest. */
function splitText(definitions: Definitions, pieces: readonly TextPiece[]): Record<string, Raw> {
  const raw: Record<string, Raw> = {};
  let rest = words(pieces);
  for (const [name, { kind }] of Object.entries(definitions)) {
    const cut = cutters[kind](rest);
    if (cut.value !== undefined) raw[name] = cut.value;
    rest = cut.rest;
  }
  return raw;
}

type Word = string | Mention;
type Cut = { value: Raw | undefined; rest: Word[] };

const cutters: Record<keyof OptionValue, (rest: Word[]) => Cut> = {
  person: (rest) =>
    isPerson(rest[0]) ? { value: rest[0], rest: rest.slice(1) } : { value: undefined, rest },
  people: cutPeople,
  money: cutMoney,
  code: (rest) => ({ value: asText(rest), rest: [] }),
  text: (rest) => ({ value: asText(rest).replace(/^for\s+/iu, ''), rest: [] }),
};

/** `@alice, @bob and @carol`, up to the first word that is not a person. */
function cutPeople(rest: Word[]): Cut {
  const end = rest.findIndex((word) => !isPerson(word) && !isBetween(word));
  const people = end === -1 ? rest : rest.slice(0, end);
  return { value: people.filter(isPerson), rest: rest.slice(people.length) };
}

/** What may come between two people. */
function isBetween(word: Word): boolean {
  return typeof word === 'string' && /^(?:,|&|and)$/iu.test(word);
}

/** `@alice,@bob,` is two people. */
function apart(word: Word): Word[] {
  return typeof word === 'string' ? word.split(',').filter(Boolean) : [word];
}

/** An amount may be two words, `25 EUR` or `EUR 25`, but `25 for lunch` is one. */
function cutMoney(rest: Word[]): Cut {
  const [first, second] = rest;
  if (typeof first !== 'string') return { value: undefined, rest };
  const pair = typeof second === 'string' ? `${first} ${second}` : undefined;
  const paired = pair !== undefined && isCurrencyWord(first, second) ? parseAmount(pair) : undefined;
  if (pair !== undefined && paired) return { value: pair, rest: rest.slice(2) };
  return { value: first, rest: rest.slice(1) };
}

/** Lower-case words such as `for` and `all` are not currencies, although ALL is one. */
function isCurrencyWord(first: string, second: Word | undefined): boolean {
  return [first, second].some((word) => typeof word === 'string' && /^[A-Z]{3}$/u.test(word));
}

function isPerson(word: Word | undefined): word is Word {
  return word !== undefined && (typeof word !== 'string' || /^@\S/u.test(word));
}

function words(pieces: readonly TextPiece[]): Word[] {
  return pieces.flatMap((piece): Word[] =>
    typeof piece === 'string' ? piece.split(/\s+/u).filter(Boolean) : [piece],
  );
}

function asText(rest: readonly Word[]): string {
  return rest.map(wordText).join(' ');
}

function wordText(word: Word): string {
  if (typeof word === 'string') return word;
  switch (word.kind) {
    case 'user':
      return `@${word.profile?.name ?? word.userId}`;
    case 'group':
      return `@${word.label ?? word.groupId}`;
    case 'email':
      return word.email;
    default:
      return word satisfies never;
  }
}
