import { BREAK, wordsOf } from '#src/domain/kit/amount/cut-amount.ts';
import { tidy } from '#src/domain/kit/amount/tidy.ts';
import type { Mention, TextPiece } from '#src/ports/chat.ts';
import type { NamedPerson } from './define-command.ts';

/** A word of a command's free text, or somebody mentioned in it. */
export type Word = string | Mention;

/** Free text as words, a line break being one. Words that nobody can see are left out. */
export function typedWords(pieces: readonly TextPiece[]): Word[] {
  return pieces.flatMap((piece): Word[] =>
    typeof piece === 'string' ? wordsOf(piece).flatMap(withoutInvisible).flatMap(nameApart) : [piece],
  );
}

/** Invisible characters stay within words: emoji and some scripts need them. Around a name they are lost. */
function withoutInvisible(word: string): string[] {
  const visible = tidy(word);
  if (word === BREAK) return [word];
  if (visible === '') return [];
  return [/^@|^[,;:]/u.test(visible) ? visible : word];
}

/** `@alice:25` and `@alice,@bob` are three words each. */
function nameApart(word: string): string[] {
  const [, name, mark, rest = ''] = /^(@[^\s,;:]+)([,;:])(.*)$/su.exec(word) ?? [];
  if (name === undefined || mark === undefined) return [word];
  return [name, mark, ...(rest ? nameApart(rest) : [])];
}

/** Whether it names somebody: a mention, or a word such as `@alice`. */
export function isPerson(word: Word | undefined): word is Word {
  return word !== undefined && (typeof word !== 'string' || /^@\S/u.test(word));
}

/** Whether it may stand between two people. */
export function isBetween(word: Word | undefined): boolean {
  return typeof word === 'string' && /^(?:[,;&+\n]|and|plus)$/iu.test(word);
}

/** Whether it may stand between a person and their amount. */
export function isSeparator(word: Word | undefined): boolean {
  return typeof word === 'string' && /^(?:[,;:=|\n\-–—→]|->|=>|--)$/u.test(word);
}

/** The words up to the next person. */
export function textsOf(words: readonly Word[]): string[] {
  const end = words.findIndex(isPerson);
  return (end === -1 ? words : words.slice(0, end)).filter((word) => typeof word === 'string');
}

/** The person or group that a word names. */
export function named(word: Word): NamedPerson {
  return typeof word === 'string' ? { kind: 'name', name: word.replace(/^@/u, '') } : word;
}

/** Words as one line of text. */
export function asText(words: readonly Word[]): string {
  return words
    .filter((word) => word !== BREAK)
    .map(wordText)
    .join(' ');
}

/** A word as people read it: somebody mentioned goes by name. */
export function wordText(word: Word): string {
  if (typeof word === 'string') return word;
  switch (word.kind) {
    case 'user':
      return `@${word.profile?.name ?? word.label ?? word.userId}`;
    case 'group':
      return `@${(word.label ?? word.groupId).replace(/^@/u, '')}`;
    case 'email':
      return word.email;
    default:
      return word satisfies never;
  }
}
