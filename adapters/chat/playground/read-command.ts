import type { Mention, TextPiece } from '#src/ports/chat.ts';
import type { PlaygroundPerson } from '#src/ports/playground.ts';
import { departmentsOf, profileOf } from './people.ts';

/** `/name rest`, with the rest split into words and mentions. */
export type TypedCommand = { command: string; pieces: TextPiece[] };

const COMMAND = /^\/([\p{L}\p{N}_-]+)(?:\s+([\s\S]*))?$/u;
const EMAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;

/** Reads typed text as a command; undefined when it is an ordinary message. */
export function readCommand(text: string, people: readonly PlaygroundPerson[]): TypedCommand | undefined {
  const match = COMMAND.exec(text.trim());
  const name = match?.[1];
  if (!name) return undefined;
  return { command: name.toLowerCase(), pieces: readPieces(match[2] ?? '', people) };
}

/**
 * Turns `@alice`, `@Alice Ahn`, `@Design` (a department) and mail addresses into mentions. An unknown `@name` stays
 * text, so that the command can say what it did not understand.
 */
export function readPieces(text: string, people: readonly PlaygroundPerson[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let words = '';
  let index = 0;
  while (index < text.length) {
    const found = isWordStart(text, index) ? readMention(text.slice(index), people) : undefined;
    if (!found) {
      words += text[index];
      index += 1;
      continue;
    }
    if (words) pieces.push(words);
    pieces.push(found.mention);
    words = '';
    index += found.length;
  }
  return words ? [...pieces, words] : pieces;
}

type FoundMention = { mention: Mention; length: number };

function isWordStart(text: string, index: number): boolean {
  return index === 0 || /[\s,;(]/.test(text[index - 1] ?? '');
}

function readMention(rest: string, people: readonly PlaygroundPerson[]): FoundMention | undefined {
  if (rest.startsWith('@')) return readName(rest, people);
  const email = EMAIL.exec(rest)?.[0];
  return email ? { mention: { kind: 'email', email }, length: email.length } : undefined;
}

/** The longest match wins; for the same name, people win over departments. */
function readName(rest: string, people: readonly PlaygroundPerson[]): FoundMention | undefined {
  const typed = rest.slice(1).toLowerCase();
  const [longest] = [...people.flatMap(namesOf), ...departmentsOf(people).map(groupOf)]
    .filter(({ label }) => typed.startsWith(label) && !/^[\p{L}\p{N}_-]/u.test(typed.slice(label.length)))
    .toSorted((a, b) => b.label.length - a.label.length);
  return longest && { mention: longest.mention, length: longest.label.length + 1 };
}

type Nameable = { label: string; mention: Mention };

function namesOf(person: PlaygroundPerson): Nameable[] {
  const { userId, name } = person;
  const mention: Mention = { kind: 'user', userId, profile: profileOf(person) };
  return [userId, name].map((label) => ({ label: label.toLowerCase(), mention }));
}

function groupOf(department: string): Nameable {
  const mention: Mention = { kind: 'group', groupId: department, label: department };
  return { label: department.toLowerCase(), mention };
}
