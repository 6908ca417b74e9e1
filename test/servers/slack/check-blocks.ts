import { z } from 'zod';
import type { SlackBlock } from './slack-state.ts';

/**
 * Block Kit as far as a message of ours may use it, written from Slack's reference and not from our renderer: unknown
 * keys, wrong text types and lengths over the limit are refused, as Slack does with `invalid_blocks`.
 * @see https://docs.slack.dev/reference/block-kit
 */
function plainText(limit: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(limit),
    emoji: z.boolean().optional(),
  });
}

function anyText(limit: number) {
  return z.discriminatedUnion('type', [
    plainText(limit),
    z.strictObject({
      type: z.literal('mrkdwn'),
      text: z
        .string()
        .min(1)
        .max(limit)
        .refine((text) => strayControl(text) === undefined, { error: 'has a < that is no link or mention' }),
      verbatim: z.boolean().optional(),
    }),
  ]);
}

const blockId = z.string().min(1).max(255).optional();

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: z.string().min(1).max(255),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

/** Slack fetches it when it takes the message. */
const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.url({ protocol: /^https?$/u }).max(3000),
  alt_text: z.string().min(1).max(2000),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [button, image]).optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, { error: 'has no text' });

const block = z.discriminatedUnion('type', [
  section,
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({
    type: z.literal('context'),
    block_id: blockId,
    elements: z.array(anyText(3000)).min(1).max(10),
  }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z
      .array(button)
      .min(1)
      .max(25)
      .refine((buttons) => new Set(buttons.map((each) => each.action_id)).size === buttons.length, {
        error: 'uses an action_id twice',
      }),
  }),
]);

/**
 * Slack answers `msg_blocks_too_long` to blocks that are too long together. It does not say from where on; people
 * measured about 13,200 characters of JSON.
 * @see https://github.com/slackapi/bolt-js/issues/2509
 */
const blocks = z
  .array(block)
  .max(50)
  .refine((all) => JSON.stringify(all).length <= 13_000, { error: 'are too long together' });

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  optional: z.boolean().optional(),
  label: plainText(2000),
  element: z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: z.string().min(1).max(255),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
  }),
});

/** A dialog. @see https://docs.slack.dev/reference/views/modal-views */
const modal = z.strictObject({
  type: z.literal('modal'),
  callback_id: z.string().max(255).optional(),
  title: plainText(24),
  /** Slack demands it where there is an input. */
  submit: plainText(24),
  close: plainText(24).optional(),
  private_metadata: z.string().max(3000).optional(),
  blocks: z
    .array(input)
    .min(1)
    .max(100)
    .refine((inputs) => new Set(inputs.map((each) => each.block_id)).size === inputs.length, {
      error: 'uses a block_id twice',
    }),
});

export type SlackModal = z.infer<typeof modal>;

/** The dialog, or what is wrong with it in words. */
export function readModal(value: unknown): { view: SlackModal } | { wrong: string[] } {
  const { data, error } = modal.safeParse(value);
  if (data) return { view: data };
  return { wrong: error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
}

/** What is wrong with a message's blocks, in words; empty when Slack would take them. */
export function checkBlocks(value: unknown): string[] {
  const { error } = blocks.safeParse(value);
  return (error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

/** All that people read in a message, without markup and with entities read. */
export function visibleText(text: string, all: SlackBlock[]): string {
  const texts = all.flatMap((each) => [
    each.text?.text,
    ...(each.fields ?? []).map((field) => field.text),
    ...(each.elements ?? []).map((element) =>
      typeof element.text === 'string' ? element.text : element.text.text,
    ),
  ]);
  const shown = all.length === 0 ? [text] : texts;
  return shown
    .filter((each) => each !== undefined)
    .map(readable)
    .join('\n');
}

/** User ids, group ids and words such as `channel` that a text notifies. */
export function mentionsIn(text: string, all: SlackBlock[]): string[] {
  const texts = [text, ...all.flatMap((each) => [each.text, ...(each.fields ?? [])])].map((each) =>
    typeof each === 'string' ? each : each?.type === 'mrkdwn' ? each.text : '',
  );
  const found = texts.flatMap((each) =>
    [...each.matchAll(/<([@!])([^>|]+)[^>]*>/g)].map((match) => match[2] ?? ''),
  );
  return [...new Set(found)];
}

function strayControl(text: string): string | undefined {
  const known =
    /<(@[UW][A-Z0-9]+|#C[A-Z0-9]+|![a-z]+(\^[^|>]+)*|https?:\/\/[^\s<>|]+|mailto:[^\s<>|]+)(\|[^<>]*)?>/g;
  return /</.exec(text.replace(known, ''))?.[0];
}

/** What people read of a text. */
export function readable(text: string): string {
  return text
    .replace(/<[^>|]+\|([^>]*)>/g, '$1')
    .replace(/<([^>]+)>/g, '$1')
    .replace(/[`*]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
