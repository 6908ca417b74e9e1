import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  type APIEmbedField,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { formatCode } from '#src/domain/gift/code-format.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import { encodeCustomId } from './custom-id.ts';
import { escapeText } from './escape-text.ts';
import { fitText } from './fit-text.ts';

/** A message body for Discord's API. */
export type RenderedCard = {
  content?: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
  allowed_mentions: APIAllowedMentions;
};

/** @see https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const LIMITS = {
  content: 2000,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  embed: 6000,
  label: 80,
  buttonsInRow: 5,
};

const COLOURS: Record<Card['tone'], number> = { success: 0x2e9e5b, refusal: 0xd1483f, info: 0x4a76d1 };

const BUTTON_STYLES = {
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const satisfies Record<Action['style'], ButtonStyle>;

const BAR_LENGTH = 20;

/**
 * A card as one embed with its buttons below. Long texts are cut; a code never is.
 *
 * `preview` adds the summary as the message's text, which is what a notification shows; `mentions` are the user ids to
 * ping. By default nobody is pinged.
 */
export function renderCard(card: Card, options: RenderOptions = {}): RenderedCard {
  const content = renderContent(card, options);
  return {
    ...(content === '' ? {} : { content }),
    embeds: [renderEmbed(card)],
    components: renderButtons(card.actions),
    allowed_mentions: {
      parse: [],
      ...(options.mentions && options.mentions.length > 0 && { users: [...options.mentions] }),
    },
  };
}

/** @see https://docs.discord.com/developers/reference#uploading-files */
const PICTURE_ALT = 1024;

/** A card with a picture below, as @discordjs/rest uploads it. */
export function renderWithPicture(card: Card, { name, png, alt }: Picture) {
  const { embeds, ...rest } = renderCard(card);
  const [first, ...others] = embeds;
  return {
    body: {
      ...rest,
      embeds: [{ ...first, image: { url: `attachment://${name}` } }, ...others],
      attachments: [{ id: '0', filename: name, description: fitText(alt, PICTURE_ALT) }],
    },
    files: [{ name, data: Buffer.from(png, 'base64'), contentType: 'image/png' }],
  };
}

type RenderOptions = { preview?: boolean; mentions?: readonly string[] };

function renderContent(card: Card, options: RenderOptions): string {
  const mention = (options.mentions ?? []).map((userId) => `<@${userId}> `).join('');
  const preview = options.preview === true ? escapeText(card.summary) : '';
  return fitText(`${mention}${preview}`, LIMITS.content).trimEnd();
}

/** Fields at the end of the card become the embed's fields; earlier ones become lines, to keep the order. */
function renderEmbed(card: Card): APIEmbed {
  const endOfProse = card.blocks.findLastIndex((block) => block.kind !== 'fields') + 1;
  const title = fitText(escapeText(card.title), LIMITS.title);
  const description = renderProse(card.blocks.slice(0, endOfProse));
  const room = LIMITS.embed - title.length - description.length;
  const fields = renderFields(card.blocks.slice(endOfProse), room);
  return {
    color: COLOURS[card.tone],
    ...(title === '' ? {} : { title }),
    ...(description === '' ? {} : { description }),
    ...(fields.length === 0 ? {} : { fields }),
    ...(card.picture?.startsWith('https://') && { thumbnail: { url: card.picture } }),
  };
}

/** Reserves room for the codes first; the other blocks get the rest, in order. */
function renderProse(blocks: readonly CardBlock[]): string {
  const codes = blocks.map((block) => (block.kind === 'code' ? renderCode(block.code) : ''));
  let room = LIMITS.description - codes.reduce((sum, code) => sum + code.length, 0) - blocks.length;
  const pieces = blocks.map((block) => {
    if (block.kind === 'code') return renderCode(block.code);
    const piece = fitText(renderText(block), room);
    room -= piece.length;
    return piece;
  });
  return pieces.filter((piece) => piece !== '').join('\n');
}

function renderText(block: Exclude<CardBlock, { kind: 'code' }>): string {
  switch (block.kind) {
    case 'text':
      return escapeText(block.text);
    case 'quote':
      return escapeText(block.text).replaceAll(/^/gm, '> ');
    case 'fields':
      return block.fields
        .map(({ label, value }) => `**${escapeText(label)}**: ${escapeText(value)}`)
        .join('\n');
    case 'bar':
      return `${renderBar(block.share)} ${escapeText(block.label)}`;
  }
}

function renderCode(code: SecretCode): string {
  return `\`\`\`\n${formatCode(code)}\n\`\`\``;
}

function renderBar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share || 0)) * BAR_LENGTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled);
}

/** As many whole fields as fit into Discord's limit for an embed. */
function renderFields(blocks: readonly CardBlock[], room: number): APIEmbedField[] {
  const fields = blocks
    .flatMap((block) => (block.kind === 'fields' ? block.fields : []))
    .slice(0, LIMITS.fields)
    .map(renderField);
  let left = room;
  const tooMany = fields.findIndex(({ name, value }) => {
    left -= name.length + value.length;
    return left < 0;
  });
  return tooMany === -1 ? fields : fields.slice(0, tooMany);
}

/** Discord refuses an empty name or value, so a zero-width space replaces it. */
function renderField({ label, value }: { label: string; value: string }): APIEmbedField {
  return {
    name: fitText(escapeText(label), LIMITS.fieldName) || '\u200b',
    value: fitText(escapeText(value), LIMITS.fieldValue) || '\u200b',
    inline: true,
  };
}

function renderButtons(actions: readonly Action[]): RenderedCard['components'] {
  const rows: RenderedCard['components'] = [];
  for (let start = 0; start < actions.length; start += LIMITS.buttonsInRow) {
    const row = actions.slice(start, start + LIMITS.buttonsInRow);
    rows.push({ type: ComponentType.ActionRow, components: row.map(renderButton) });
  }
  return rows;
}

/** Discord refuses a button without a label, so its id replaces it. */
function renderButton(action: Action): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: BUTTON_STYLES[action.style],
    label: fitText(action.label.toWellFormed().trim(), LIMITS.label) || action.id,
    custom_id: encodeCustomId(action),
  };
}
