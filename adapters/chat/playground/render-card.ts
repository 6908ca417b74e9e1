import { formatCode } from '#src/domain/gift/code-format.ts';
import { mapTexts, withoutReordering } from '#src/domain/kit/plain-texts.ts';
import type { Form } from '#src/ports/chat.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { BlockView, CardView } from '#src/ports/playground.ts';

/**
 * Renders a card for one reader. `showsCodes` is true only where the message's owner alone can look: a code posted to
 * everybody by mistake shows its last four characters only.
 */
export function renderCard(card: Card, { showsCodes, forms }: RenderOptions): CardView {
  const view = {
    ...card,
    blocks: card.blocks.map((block) => renderBlock(block, showsCodes)),
    actions: card.actions.map((action) => {
      const form = forms[action.id];
      return form ? { ...action, form } : action;
    }),
  };
  return mapTexts(view, withoutReordering);
}

/** `forms` are keyed by the id of the action that opens them. */
type RenderOptions = { showsCodes: boolean; forms: Readonly<Record<string, Form>> };

function renderBlock(block: CardBlock, showsCodes: boolean): BlockView {
  if (block.kind !== 'code') return block;
  return { kind: 'code', text: showsCodes ? formatCode(block.code) : block.code.toString() };
}
