import { formatCode } from '#src/domain/gift/code-format.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import { type CardMjml, mjmlOf } from './card-mjml.ts';
import { clean, headerText, oneLine, shareOf } from './plain-text.ts';

/**
 * A card as mail: `htmlOf` compiles `html`; `text` says the same for readers without HTML. Both show codes in clear.
 */
export type RenderedMail = { subject: string; html: CardMjml; text: string };

/** Turns the neutral card into a mail. Actions are left out: nothing in a mail can call back. */
export function renderMail(card: Card, chart?: Picture): RenderedMail {
  return { subject: headerText(card.title), html: mjmlOf(card, chart), text: textOf(card) };
}

function textOf(card: Card): string {
  return `${[clean(card.title), ...card.blocks.map(blockText)].join('\n\n')}\n`;
}

function blockText(block: CardBlock): string {
  switch (block.kind) {
    case 'text':
      return clean(block.text);
    case 'quote':
      return clean(block.text).replaceAll(/^/gm, '> ');
    case 'fields':
      return block.fields.map(({ label, value }) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
    case 'code':
      return `    ${formatCode(block.code)}`;
    case 'bar': {
      const filled = Math.round(shareOf(block.share) * 20);
      return `[${'#'.repeat(filled)}${'-'.repeat(20 - filled)}] ${oneLine(block.label)}`;
    }
  }
}
