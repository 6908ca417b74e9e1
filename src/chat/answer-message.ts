import { parseCode } from '#src/domain/gift/code-format.ts';
import type { ChatAnswer, ChatHost, TextPiece, WrittenMessage } from '#src/ports/chat.ts';
import type { Words } from '#src/words/words.ts';
import { commandHelpCard } from './cards/command-help-card.ts';
import { withAbove } from './cards/text-card.ts';
import type { Command } from './define-command.ts';
import { asText, typedWords } from './typed-words.ts';

type MessageDeps = { commands: readonly Command[]; words: Words; onCommand: ChatHost['onCommand'] };

/**
 * Answers what somebody wrote to the bot: `redeem CODE` and the like as the command, a code alone as one to redeem, anything
 * else with what there is to say. A command whose answer comes later needs its slash: only that says where to answer.
 */
export async function answerMessage(deps: MessageDeps, message: WrittenMessage): Promise<ChatAnswer> {
  const { words, onCommand } = deps;
  const { pieces, ...event } = message;
  const meant = findMeant(deps, pieces);
  if (meant?.command.answersLater) {
    const text = words.say('written.slash', { name: words.command(meant.command.name) });
    return withAbove(commandHelpCard(words, meant.command), { kind: 'text', text });
  }
  const call = { ...event, channelId: null, replyTo: '' };
  if (!meant) {
    const help = await onCommand({
      ...call,
      command: words.command('help'),
      input: { kind: 'text', pieces: [] },
    });
    return withAbove(help, { kind: 'text', text: words.say('written.how') });
  }
  const command = words.command(meant.command.name);
  return onCommand({ ...call, command, input: { kind: 'text', pieces: meant.rest } });
}

type Meant = { command: Command; rest: TextPiece[] };

function findMeant({ commands, words }: MessageDeps, pieces: readonly TextPiece[]): Meant | undefined {
  const [first, ...rest] = typedWords(pieces);
  if (typeof first !== 'string') return undefined;
  const name = first.toLowerCase().replaceAll(/[^\p{L}\p{N}-]/gu, '');
  const named = commands.find((command) => words.command(command.name) === name);
  if (named) return { command: named, rest };
  const all = asText([first, ...rest]);
  const redeem = commands.find((command) => command.name === 'redeem');
  return redeem && looksLikeCode(all) ? { command: redeem, rest: [all] } : undefined;
}

/** Four groups of four, too: the answer then says that there is a typo. */
function looksLikeCode(text: string): boolean {
  return parseCode(text) !== undefined || /^[\p{L}\p{N}]{4}(?:[-–—][\p{L}\p{N}]{4}){3}$/u.test(text.trim());
}
