import type { PlaygroundPerson } from '#src/ports/playground.ts';

const COLOURS = 8;

/** Initials on the person's own colour. Decoration only: the name is always beside it. */
export function Avatar({ person }: { person: PlaygroundPerson }) {
  const colour = colourOf(person.userId);
  return (
    <span class={`avatar colour-${colour}`} aria-hidden="true">
      {initialsOf(person.name)}
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
