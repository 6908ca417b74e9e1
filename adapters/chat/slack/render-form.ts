import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { ActionCall, Form } from '#src/ports/chat.ts';
import { cutText, escapeText } from './escape-text.ts';

/** @see https://docs.slack.dev/reference/views/modal-views */
const LIMITS = { title: 24, submit: 24, label: 2000, input: 3000, privateMetadata: 3000 };

/** Fields longer than this get several lines. */
const ONE_LINE = 100;

/** The callback id of all our dialogs; their metadata says which one it is. */
export const FORM_CALLBACK_ID = 'largesse_form';

/** The id of the input in each block; the block's id is the field's name. */
export const INPUT_ID = 'text';

const carried = z.object({ actionId: z.string(), value: z.string(), replyTo: z.string() });

/** What a dialog returns about the press that opened it. */
export type CarriedPress = z.infer<typeof carried>;

/** Renders a form as a modal that carries the press. Throws a RangeError when the press exceeds Slack's limit. */
export function renderForm(form: Form, { actionId, value, replyTo }: ActionCall): types.ModalView {
  const metadata = JSON.stringify({ actionId, value, replyTo } satisfies CarriedPress);
  if (metadata.length > LIMITS.privateMetadata) {
    throw new RangeError(`The press of ${actionId} is too long to be carried by a dialog`);
  }
  return {
    type: 'modal',
    callback_id: FORM_CALLBACK_ID,
    title: plainText(form.title, LIMITS.title),
    submit: plainText(form.submit, LIMITS.submit),
    private_metadata: metadata,
    blocks: form.fields.map(renderField),
  };
}

/** Undefined when the dialog is not ours. */
export function readCarriedPress(privateMetadata: string): CarriedPress | undefined {
  try {
    return carried.safeParse(JSON.parse(privateMetadata)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function renderField({ name, label, isRequired, maxLength }: Form['fields'][number]): types.InputBlock {
  return {
    type: 'input',
    block_id: name,
    optional: !isRequired,
    label: plainText(label, LIMITS.label),
    element: {
      type: 'plain_text_input',
      action_id: INPUT_ID,
      multiline: maxLength > ONE_LINE,
      max_length: Math.min(maxLength, LIMITS.input),
    },
  };
}

function plainText(text: string, limit: number): types.PlainTextElement {
  return { type: 'plain_text', text: cutText(escapeText(text), limit), emoji: false };
}
