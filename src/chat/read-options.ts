import { parseAmount } from '#src/domain/money.ts';
import type { CommandInput, Mention, TextPiece } from '#src/ports.ts';
import type { OptionDefinition, OptionValue } from './define-command.ts';

/** Why a command could not be read: the option that is missing or wrong, and what stood there. */
export type WrongUse =
  | { problem: 'missing'; option: string; kind: OptionDefinition['kind'] }
  | { problem: 'several-people' }
  | { problem: 'not-an-amount'; typed: string };

type Values = Record<string, OptionValue[keyof OptionValue] | undefined>;
type Definitions = Readonly<Record<string, OptionDefinition>>;

/** Reads a command's options, from typed ones or from free text in the order of their definitions. */
export function readOptions(
  definitions: Definitions,
  input: CommandInput,
): { ok: true; values: Values } | { ok: false; wrongUse: WrongUse } {
  const raw = input.kind === 'options' ? input.values : splitText(definitions, input.pieces);
  if (raw === undefined) return { ok: false, wrongUse: { problem: 'several-people' } };
  const values: Values = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const value = raw[name];
    if (value === undefined || value === '') {
      if (!definition.isRequired) continue;
      return { ok: false, wrongUse: { problem: 'missing', option: name, kind: definition.kind } };
    }
    const read = readValue(definition, value);
    if (read === undefined)
      return { ok: false, wrongUse: { problem: 'not-an-amount', typed: wordText(value) } };
    values[name] = read;
  }
  return { ok: true, values };
}

/** Undefined when it should be an amount and is none. */
function readValue({ kind }: OptionDefinition, raw: Word): OptionValue[keyof OptionValue] | undefined {
  switch (kind) {
    case 'money':
      return parseAmount(wordText(raw));
    case 'person':
      return typeof raw === 'string' ? { kind: 'name', name: raw.replace(/^@/u, '') } : raw;
    case 'text':
    case 'code':
      return wordText(raw);
    default:
      return kind satisfies never;
  }
}

/** Free text, cut by the definitions: a person, an amount, then the rest. Undefined when several people stand in front. */
function splitText(
  definitions: Definitions,
  pieces: readonly TextPiece[],
): Record<string, string | Mention> | undefined {
  const raw: Record<string, string | Mention> = {};
  let rest = words(pieces);
  for (const [name, { kind }] of Object.entries(definitions)) {
    const cut = cutters[kind](rest);
    if (cut.value !== undefined) raw[name] = cut.value;
    rest = cut.rest;
    if (kind === 'person' && isPerson(rest[0])) return undefined;
  }
  return raw;
}

type Word = string | Mention;
type Cut = { value: string | Mention | undefined; rest: Word[] };

const cutters: Record<keyof OptionValue, (rest: Word[]) => Cut> = {
  person: (rest) =>
    isPerson(rest[0]) ? { value: rest[0], rest: rest.slice(1) } : { value: undefined, rest },
  money: cutMoney,
  code: (rest) => ({ value: asText(rest), rest: [] }),
  text: (rest) => ({ value: asText(rest).replace(/^for\s+/iu, ''), rest: [] }),
};

/** An amount may be two words, `25 EUR` or `EUR 25`, but `25 for lunch` is one. */
function cutMoney(rest: Word[]): Cut {
  const [first, second] = rest;
  if (typeof first !== 'string') return { value: undefined, rest };
  const pair = typeof second === 'string' ? `${first} ${second}` : undefined;
  const paired = pair !== undefined && isCurrencyWord(first, second) ? parseAmount(pair) : undefined;
  if (pair !== undefined && paired) return { value: pair, rest: rest.slice(2) };
  return { value: first, rest: rest.slice(1) };
}

/** Lower-case words such as `for` and `all` are no currencies, although ALL is one. */
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
