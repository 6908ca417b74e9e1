import { formatCode } from '#src/domain/gift/code-format.ts';
import type { Form } from '#src/ports/chat.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';

/** A card as plain JSON for the page: the same blocks, with the code as text. Every string is still untrusted. */
export type CardView = Omit<Card, 'blocks' | 'actions'> & { blocks: BlockView[]; actions: ActionView[] };

/** A button, with the form that it opens if it has one. */
export type ActionView = Action & { form?: Form };

export type BlockView = Exclude<CardBlock, { kind: 'code' }> | { kind: 'code'; text: string };

/**
 * Renders a card for one reader. `showsCodes` is true only where nobody but the owner of the message looks:
 * a code that was posted to everybody by mistake appears as its last four characters.
 */
export function renderCard(card: Card, { showsCodes, forms }: RenderOptions): CardView {
  return {
    ...card,
    blocks: card.blocks.map((block) => renderBlock(block, showsCodes)),
    actions: card.actions.map((action) => {
      const form = forms[action.id];
      return form ? { ...action, form } : action;
    }),
  };
}

/** `forms` are by the id of the action that opens them. */
type RenderOptions = { showsCodes: boolean; forms: Readonly<Record<string, Form>> };

function renderBlock(block: CardBlock, showsCodes: boolean): BlockView {
  if (block.kind !== 'code') return block;
  return { kind: 'code', text: showsCodes ? formatCode(block.code) : block.code.toString() };
}
