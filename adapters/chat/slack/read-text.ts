import type { Mention, TextPiece } from '#src/ports/chat.ts';

/**
 * Reads the text of a slash command as Slack escapes it under `should_escape`: mentions become objects, all else plain
 * text with its spaces intact. A bare `@alice` stays a word because it is ambiguous.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function readText(escaped: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  for (const part of escaped.split(/(<[^<>]*>)/)) {
    const piece = readPart(part);
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece.trim() : piece))
    .filter((piece) => piece !== '');
}

function readPart(part: string): TextPiece {
  if (!/^<[^<>]+>$/.test(part)) return unescapeText(part);
  const [target = '', ...rest] = part.slice(1, -1).split('|');
  const label = unescapeText(rest.join('|'));
  return readMention(target, label) ?? readReference(target, label) ?? unescapeText(part);
}

function readMention(target: string, label: string): Mention | undefined {
  if (/^@[A-Z0-9]+$/.test(target)) return { kind: 'user', userId: target.slice(1), ...(label && { label }) };
  const groupId = /^!subteam\^([A-Z0-9]+)$/.exec(target)?.[1];
  if (groupId) return { kind: 'group', groupId, ...(label && { label }) };
  const email = /^mailto:([^?]+@[^?]+)/.exec(unescapeText(target))?.[1];
  if (email) return { kind: 'email', email };
  return undefined;
}

/** Channels, `@here` and links, as people saw them when typing. */
function readReference(target: string, label: string): string | undefined {
  if (/^#[A-Z0-9]+$/.test(target)) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return label || `@${unescapeText(target.slice(1))}`;
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return label || unescapeText(target);
  return undefined;
}

function unescapeText(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) =>
    name === 'amp' ? '&' : name === 'lt' ? '<' : '>',
  );
}
