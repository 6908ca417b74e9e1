import type { AmountProblem, ParsedAmount } from '#src/domain/kit/amount/amount-problem.ts';
import { parseAmount } from '#src/domain/kit/amount/parse-amount.ts';
import type { TypedAmount } from '#src/domain/kit/money.ts';
import { MAX_MESSAGE_LENGTH } from '#src/domain/recognition/recognition.ts';
import type { CommandInput } from '#src/ports/chat.ts';
import type { OptionDefinition, OptionValue } from './define-command.ts';
import type { LateRecipient } from './find-late-recipient.ts';
import { type Raw, splitText } from './split-text.ts';
import { asText, isBetween, isPerson, named, typedWords, type Word, wordText } from './typed-words.ts';

/** Why a command could not be read: the missing or wrong option, and what was typed. */
export type WrongUse =
  | { problem: 'missing'; option: string; kind: OptionDefinition['kind'] }
  | { problem: 'not-a-person'; typed: string }
  | { problem: 'not-an-amount'; amount: AmountProblem }
  | { problem: 'late-recipient'; amount: TypedAmount; names: string; late: LateRecipient }
  | { problem: 'too-long'; length: number; most: number };

type Value = OptionValue[keyof OptionValue];
type Values = Record<string, Value | undefined>;
type Definitions = Readonly<Record<string, OptionDefinition>>;

/** Reads a command's options, from typed fields or from free text in the order of their definitions. */
export function readOptions(
  definitions: Definitions,
  input: CommandInput,
): { ok: true; values: Values } | { ok: false; wrongUse: WrongUse } {
  const { raw, late } =
    input.kind === 'options' ? { raw: input.values, late: undefined } : splitText(definitions, input.pieces);
  const values: Values = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const value: Raw | undefined = raw[name];
    if (value === undefined || isEmpty(value)) {
      if (!definition.isRequired) continue;
      return { ok: false, wrongUse: { problem: 'missing', option: name, kind: definition.kind } };
    }
    const read = readValue(definition, value);
    if ('wrongUse' in read) return { ok: false, wrongUse: read.wrongUse };
    values[name] = read.value;
  }
  return late ? { ok: false, wrongUse: lateUse(definitions, values, late) } : { ok: true, values };
}

function lateUse(definitions: Definitions, values: Values, late: LateRecipient): WrongUse {
  const byKind = new Map(Object.entries(definitions).map(([name, { kind }]) => [kind, values[name]]));
  const people = (byKind.get('people') ?? []) as OptionValue['people'];
  const amount = byKind.get('money') as TypedAmount;
  return { problem: 'late-recipient', amount, names: people.map(nameText).join(', '), late };
}

function nameText(person: OptionValue['person']): string {
  return person.kind === 'name' ? person.name : wordText(person).replace(/^@/u, '');
}

function isEmpty(raw: Raw): boolean {
  return raw === '' || (Array.isArray(raw) && raw.length === 0);
}

type Read = { value: Value } | { wrongUse: WrongUse };

function readValue({ kind }: OptionDefinition, raw: Raw): Read {
  if (typeof raw === 'object' && 'parsed' in raw) return readMoney(raw.parsed);
  const words = Array.isArray(raw) ? typedWords(raw) : [raw];
  switch (kind) {
    case 'money':
      return readMoney(parseAmount(asText(words)));
    case 'person':
      return { value: words.length === 1 && words[0] ? named(words[0]) : named(asText(words)) };
    case 'people':
      return readPeople(words);
    case 'text':
      return readText(asText(words));
    case 'code':
      return { value: asText(words) };
    default:
      return kind satisfies never;
  }
}

function readMoney(parsed: ParsedAmount): Read {
  if (parsed.ok) return { value: parsed.amount };
  return { wrongUse: { problem: 'not-an-amount', amount: parsed.problem } };
}

function readText(text: string): Read {
  const { length } = text;
  if (length <= MAX_MESSAGE_LENGTH) return { value: text };
  return { wrongUse: { problem: 'too-long', length, most: MAX_MESSAGE_LENGTH } };
}

/** The first may be a bare name; every later word must be a mention or start with @. */
function readPeople(words: readonly Word[]): Read {
  const people = words.filter((word) => !isBetween(word));
  const stray = people.slice(1).find((word) => !isPerson(word));
  if (stray !== undefined) return { wrongUse: { problem: 'not-a-person', typed: wordText(stray) } };
  return { value: people.map(named) };
}
