import type { Person } from './deps.ts';

const COLOURS = 8;

/** Initials on the person's own colour. Decoration only: the name is always beside it. */
export function Avatar({ person }: { person: Person }) {
  const colour = colourOf(person.userId);
  return (
    <span class={`avatar colour-${colour}`} aria-hidden="true">
      {initialsOf(person.name)}
    </span>
  );
}

export function BotAvatar() {
  return (
    <span class="avatar bot" aria-hidden="true">
      <svg viewBox="0 0 24 24" width="20" height="20">
        <path d="M4 11h16v9H4zM12 11v9M3 7.5h18V11H3zM12 7.5C8 7.5 7 3.5 9.5 3.5c1.7 0 2.5 2.5 2.5 4 0-1.5.8-4 2.5-4C17 3.5 16 7.5 12 7.5z" />
      </svg>
    </span>
  );
}

function colourOf(userId: string): number {
  return (
    Array.from(userId, (letter) => letter.codePointAt(0) ?? 0).reduce((sum, point) => sum + point, 0) %
    COLOURS
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 63).toUpperCase()).join('');
}
