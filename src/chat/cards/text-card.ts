import type { Card, CardBlock } from '#src/ports/message.ts';

/** A card with a title and a few blocks; its summary is the title and the first text. */
export function textCard(tone: Card['tone'], title: string, blocks: readonly (CardBlock | string)[]): Card {
  const full = blocks.map(
    (block): CardBlock => (typeof block === 'string' ? { kind: 'text', text: block } : block),
  );
  const first = full.find((block) => block.kind === 'text');
  return {
    tone,
    title,
    summary: first ? `${title}${endOf(title)} ${first.text}` : title,
    blocks: full,
    actions: [],
  };
}

/** A title ends as it does; most have no full stop of their own. */
function endOf(title: string): string {
  return /[.?!…]$/u.test(title) ? '' : '.';
}

/** A card with blocks added on top. */
export function withAbove(card: Card, ...above: readonly CardBlock[]): Card {
  return { ...card, blocks: [...above, ...card.blocks] };
}
