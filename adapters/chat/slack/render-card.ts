import type { types } from '@slack/bolt';
import { formatCode } from '#src/domain/gift/code-format.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Action, Card, CardBlock, CardPicture } from '#src/ports/message.ts';
import { cutText, escapeText } from './escape-text.ts';

type Block = types.KnownBlock;
type SectionBlock = types.SectionBlock;

/** A Slack message. `text` is the notification and never contains a code. */
export type SlackMessage = { text: string; blocks: Block[] };

/** @see https://docs.slack.dev/reference/block-kit/blocks */
const LIMITS = {
  /** Slack allows 50; one is kept for a mention. */
  blocks: 49,
  /**
   * Characters of JSON in all blocks. Slack does not document where `msg_blocks_too_long` begins; users measured
   * 13,200.
   * @see https://github.com/slackapi/bolt-js/issues/2509
   */
  allBlocks: 12_000,
  sectionText: 3000,
  fields: 10,
  fieldText: 2000,
  header: 150,
  buttonsInRow: 25,
  buttonText: 75,
  buttonValue: 2000,
  actionId: 255,
  imageUrl: 3000,
  altText: 2000,
  /** Clients refuse or cut longer texts. */
  messageText: 3000,
};

const BAR_WIDTH = 20;

const TONE_MARKS = { success: '✅ ', refusal: '⚠️ ', info: '' };

/**
 * Renders a card in Block Kit. All text is escaped; overlong text ends in an ellipsis, but a code is never dropped. A
 * button whose id or value exceeds Slack's limit is left out: its press could not be read.
 */
export function renderCard(card: Card): SlackMessage {
  const header = renderHeader(card);
  const buttons = renderButtons(card.actions);
  const body = withPicture(card);
  const blocks = [...header, ...body.flatMap(renderBlock), ...buttons];
  const text = cutText(escapeText(card.summary.trim() || card.title.trim() || '…'), LIMITS.messageText);
  if (blocks.length === 0) return { text, blocks: [section(text)] };
  if (fits(blocks)) return { text, blocks };
  return { text, blocks: shorten(body, header, buttons) };
}

/** The same message without its pictures; undefined when it has none. Slack takes no message with a picture that it cannot fetch. */
export function withoutPictures<T extends { blocks: Block[] }>(message: T): T | undefined {
  if (!message.blocks.some(hasPicture)) return undefined;
  const blocks = message.blocks.map((block): Block => {
    if (!hasPicture(block)) return block;
    const { accessory: _, ...rest } = block;
    return rest;
  });
  return { ...message, blocks };
}

function hasPicture(block: Block): block is SectionBlock {
  return block.type === 'section' && block.accessory?.type === 'image';
}

/** The picture of the whole card stands beside its first text. */
function withPicture({ blocks, picture: url, title }: Card): CardBlock[] {
  const first = blocks.findIndex(({ kind }) => kind === 'text');
  if (url === undefined) return blocks;
  return blocks.map((block, at) => {
    return at === first && block.kind === 'text' ? { ...block, picture: { url, alt: title } } : block;
  });
}

/** Prefixes the message with a mention of these users and of nobody else. They must be Slack ids. */
export function mentionFirst(userIds: readonly string[], message: SlackMessage): SlackMessage {
  const mention = userIds.map((userId) => `<@${userId}>`).join(' ');
  return {
    text: `${mention} ${message.text}`,
    blocks: [section(mention), ...message.blocks],
  };
}

function renderHeader(card: Card): Block[] {
  const title = card.title.trim();
  if (title === '') return [];
  const text = cutText(escapeText(`${TONE_MARKS[card.tone]}${title}`), LIMITS.header);
  return [{ type: 'header', text: { type: 'plain_text', text, emoji: false } }];
}

function renderBlock(block: CardBlock): SectionBlock[] {
  switch (block.kind) {
    case 'text':
      return optionalSection(linkUrls(escapeText(block.text.trim()))).map((one) =>
        beside(one, block.picture),
      );
    case 'quote':
      return inQuotes(escapeText(block.text.trim())).flatMap(optionalSection);
    case 'fields':
      return renderFields(block.fields);
    case 'code':
      return codeLines([block.code]);
    case 'bar':
      return [section(`\`${bar(block.share)}\` ${escapeText(block.label)}`)];
  }
}

/** `verbatim` stops Slack from turning parts of the text into mentions, channels and links. */
function section(text: string): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cutText(text, LIMITS.sectionText), verbatim: true },
  };
}

/** Slack fetches pictures itself, over the internet. */
function beside(block: SectionBlock, picture: CardPicture | undefined): SectionBlock {
  if (!picture?.url.startsWith('https://') || picture.url.length > LIMITS.imageUrl) return block;
  const alt = cutText(picture.alt.trim() || '…', LIMITS.altText);
  return { ...block, accessory: { type: 'image', image_url: picture.url, alt_text: alt } };
}

function optionalSection(text: string): SectionBlock[] {
  return text.trim() === '' ? [] : [section(text)];
}

/** A long quotation takes several sections, so that none of it is cut. */
function inQuotes(escaped: string): string[] {
  const quotes: string[] = [];
  let rest = escaped;
  while (rest !== '') {
    const part = partOf(rest);
    rest = rest.slice(part.length);
    quotes.push(part.trimEnd().replaceAll(/^/gmu, '> '));
  }
  return quotes;
}

/** As much as fits with its marks, up to the end of a word if there is one. */
function partOf(escaped: string): string {
  const most = LIMITS.sectionText / 2;
  if (escaped.length <= most) return escaped;
  const head = escaped.slice(0, most);
  const end = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'));
  if (end > 0) return head.slice(0, end + 1);
  return head.replace(/[\uD800-\uDBFF]$/u, '').replace(/&[a-z]{0,3}$/u, '');
}

/**
 * `verbatim` also stops bare URLs from becoming links, so we mark them up. Text that would then exceed the limit stays
 * as it is.
 */
function linkUrls(escaped: string): string {
  if (escaped.length > LIMITS.sectionText) return escaped;
  const linked = escaped.replace(/https?:\/\/(?:(?!&[lg]t;)[^\s<>|])+/g, (match) => {
    const url = match.replace(/(?:&amp;|[.,:!?)'"\]])+$/, '');
    return `<${url}>${match.slice(url.length)}`;
  });
  return linked.length > LIMITS.sectionText ? escaped : linked;
}

function renderFields(fields: { label: string; value: string }[]): SectionBlock[] {
  const drawn = fields
    .map((field) => ({ label: escapeText(field.label.trim()), value: escapeText(field.value.trim()) }))
    .filter((field) => field.label !== '' || field.value !== '')
    .map((field) => (field.label === '' ? field.value : `*${field.label}*\n${field.value}`));
  return inChunks(drawn, LIMITS.fields).map((texts) => ({
    type: 'section',
    fields: texts.map((text) => ({
      type: 'mrkdwn',
      text: cutText(text, LIMITS.fieldText),
      verbatim: true,
    })),
  }));
}

function codeLines(codes: SecretCode[]): SectionBlock[] {
  return inChunks(codes, 100).map((chunk) => section(chunk.map(showCode).join('\n')));
}

function showCode(code: SecretCode): string {
  return `\`${formatCode(code)}\``;
}

function bar(share: number): string {
  const level = Math.min(1, Math.max(0, share || 0));
  const filled = Math.round(level * BAR_WIDTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

function renderButtons(actions: Action[]): Block[] {
  const seen = new Map<string, number>();
  const buttons = actions.filter(isCarried).map((action) => {
    const count = (seen.get(action.id) ?? 0) + 1;
    seen.set(action.id, count);
    return button(action, count);
  });
  return inChunks(buttons, LIMITS.buttonsInRow).map((elements) => ({ type: 'actions', elements }));
}

function isCarried(action: Action): boolean {
  return action.id.length <= LIMITS.actionId - 4 && action.value.length <= LIMITS.buttonValue;
}

/** Slack wants unique action ids in a message, so the second press of a kind gets the suffix `#2`. */
function button(action: Action, count: number): types.Button {
  const text = cutText(escapeText(action.label.trim() || action.id), LIMITS.buttonText);
  return {
    type: 'button',
    action_id: count === 1 ? action.id : `${action.id}#${count}`,
    text: { type: 'plain_text', text, emoji: false },
    value: action.value,
    ...(action.style !== 'plain' && { style: action.style }),
  };
}

function fits(blocks: Block[]): boolean {
  return blocks.length <= LIMITS.blocks && JSON.stringify(blocks).length <= LIMITS.allBlocks;
}

/** Keeps the codes and buttons, and as much of the rest, in order, as fits. */
function shorten(blocks: CardBlock[], header: Block[], buttons: Block[]): Block[] {
  const codes = blocks.flatMap((block) => (block.kind === 'code' ? [block.code] : []));
  const ending = [section('…'), ...codeLines(codes), ...buttons];
  const kept = [...header];
  for (const block of blocks.filter(({ kind }) => kind !== 'code').flatMap(renderBlock)) {
    if (fits([...kept, block, ...ending])) kept.push(block);
  }
  return [...kept, ...ending];
}

function inChunks<T>(items: T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
