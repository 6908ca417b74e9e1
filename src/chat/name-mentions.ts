import type { CommandCall, CommandInput, Mention, TextPiece } from '#src/ports/chat.ts';
import type { CommandContext } from './define-command.ts';

type UserMention = Extract<Mention, { kind: 'user' }>;

/**
 * A command whose mentions all have names, so that nobody reads an id in a message. Looked up only where the platform sent
 * no name and somebody is mentioned behind words.
 */
export async function withNames(
  { app, words, organizationId }: Pick<CommandContext, 'app' | 'words' | 'organizationId'>,
  { input, caller }: CommandCall,
): Promise<CommandInput> {
  const texts = input.kind === 'text' ? [input.pieces] : Object.values(input.values).filter(Array.isArray);
  const nameless = texts.some(hasMentionBehindWords) ? texts.flat().filter(isNameless) : [];
  if (nameless.length === 0) return input;
  const { platform, workspaceId } = caller;
  const users = nameless.map(({ userId }) => ({ platform, workspaceId, userId }));
  const found = await app.people.findNames(organizationId, users);
  const names = new Map(nameless.map(({ userId }, index) => [userId, found[index] ?? words.say('unnamed')]));
  if (input.kind === 'text') return { kind: 'text', pieces: labelled(input.pieces, names) };
  const values = Object.entries(input.values).map(([name, value]) => {
    return [name, Array.isArray(value) ? labelled(value, names) : value];
  });
  return { kind: 'options', values: Object.fromEntries(values) };
}

function labelled(pieces: readonly TextPiece[], names: ReadonlyMap<string, string>): TextPiece[] {
  return pieces.map((piece) => {
    const label = isNameless(piece) ? names.get(piece.userId) : undefined;
    return label && isNameless(piece) ? { ...piece, label } : piece;
  });
}

function hasMentionBehindWords(pieces: readonly TextPiece[]): boolean {
  const start = pieces.findIndex((piece) => typeof piece === 'string' && /[\p{L}\p{N}]/u.test(piece));
  return start !== -1 && pieces.slice(start).some(isNameless);
}

function isNameless(piece: TextPiece): piece is UserMention {
  return typeof piece === 'object' && piece.kind === 'user' && !piece.profile && !piece.label;
}
