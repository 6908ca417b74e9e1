import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { ActionCall, Form } from '#src/ports/chat.ts';
import { encodeCustomId } from './custom-id.ts';
import { fitText } from './fit-text.ts';

/** @see https://docs.discord.com/developers/components/reference */
const LIMITS = { title: 45, label: 45, input: 4000 };

/** Fields longer than this get several lines. */
const ONE_LINE = 100;

/**
 * A form as a modal that carries the action id and value of the press. Discord labels the submit button itself, so the
 * form's own label is not shown.
 */
export function renderForm(
  form: Form,
  press: Pick<ActionCall, 'actionId' | 'value'>,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: encodeCustomId({ id: press.actionId, value: press.value }),
    title: fitText(form.title.toWellFormed(), LIMITS.title),
    components: form.fields.map(renderField),
  };
}

function renderField({ name, label, isRequired, maxLength }: Form['fields'][number]): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: fitText(label.toWellFormed(), LIMITS.label),
    component: {
      type: ComponentType.TextInput,
      custom_id: name,
      style: maxLength > ONE_LINE ? TextInputStyle.Paragraph : TextInputStyle.Short,
      required: isRequired,
      max_length: Math.min(maxLength, LIMITS.input),
    },
  };
}
