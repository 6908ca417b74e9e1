import type { Mention, TextPiece } from '#src/ports/chat.ts';
import type { CommandInteraction } from './interaction.ts';
import { profileOf } from './profile-of.ts';

type Resolved = CommandInteraction['data']['resolved'];

/** A user, with what Discord sent about them. */
export function readUser({ users, members }: Resolved, userId: string): Mention {
  const user = users[userId];
  if (user === undefined) return { kind: 'user', userId };
  return { kind: 'user', userId, profile: profileOf(user, members[userId]) };
}

/** What was picked as a mentionable: the resolved data tells roles from users. */
export function readMentionable(resolved: Resolved, id: string): Mention {
  return id in resolved.roles ? readRole(resolved, id) : readUser(resolved, id);
}

/** Typed text, with `<@id>` and `<@&role>` as mentions. Discord resolves users in it, and no roles. */
export function readMentions(
  resolved: Resolved,
  text: string,
  roleNames: ReadonlyMap<string, string>,
): TextPiece[] {
  const pieces = text.split(/(<@[!&]?\d+>)/);
  return pieces.filter((piece) => piece.trim() !== '').map((piece) => readPiece(resolved, piece, roleNames));
}

function readPiece(resolved: Resolved, piece: string, roleNames: ReadonlyMap<string, string>): TextPiece {
  const [, mark, id] = /^<@([!&]?)(\d+)>$/.exec(piece) ?? [];
  if (id === undefined) return piece;
  return mark === '&' ? readRole(resolved, id, roleNames.get(id)) : readUser(resolved, id);
}

function readRole({ roles }: Resolved, groupId: string, known?: string): Mention {
  const label = roles[groupId]?.name ?? known;
  return { kind: 'group', groupId, ...(label !== undefined && { label }) };
}
