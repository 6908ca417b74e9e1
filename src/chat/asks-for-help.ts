import type { CommandInput } from '#src/ports/chat.ts';
import type { Command } from './define-command.ts';
import { asText, typedWords } from './typed-words.ts';

/** Whether somebody wants to know how a command works: `/recognize help`, or `/recognize` alone where that does nothing. */
export function asksForHelp({ options }: Pick<Command, 'options'>, input: CommandInput): boolean {
  if (input.kind !== 'text') return false;
  const text = asText(typedWords(input.pieces)).trim();
  const needsMore = Object.values(options).some(({ isRequired }) => isRequired);
  return text === '' ? needsMore : /^(?:help|-h|--help|usage|\?)$/iu.test(text);
}
