import type { SecretCode } from '#src/domain/secret-code.ts';
import type { Action, Card, CardBlock } from '#src/ports.ts';

/** A card as plain JSON for the page: the same blocks, with the code as text. Every string is still untrusted. */
export type CardView = Omit<Card, 'blocks'> & { blocks: BlockView[]; actions: Action[] };

export type BlockView = Exclude<CardBlock, { kind: 'code' }> | { kind: 'code'; text: string };

/**
 * Renders a card for one reader. `showsCodes` is true only where nobody but the owner of the message looks:
 * a code that was posted to everybody by mistake appears as its last four characters.
 */
export function renderCard(card: Card, { showsCodes }: { showsCodes: boolean }): CardView {
  return { ...card, blocks: card.blocks.map((block) => renderBlock(block, showsCodes)) };
}

function renderBlock(block: CardBlock, showsCodes: boolean): BlockView {
  if (block.kind !== 'code') return block;
  return { kind: 'code', text: showsCodes ? inGroups(block.code) : block.code.toString() };
}

function inGroups(code: SecretCode): string {
  return code.reveal().replace(/(.{4})(?=.)/g, '$1-');
}
