import type { Form } from '#src/ports/chat.ts';
import type { Words } from '#src/words/words.ts';
import { forms } from './forms/forms.ts';

/** The forms as data in one language, by their action's id. */
export function formSpecs({ say }: Words): Record<string, Form> {
  const specs = Object.entries(forms).map(([actionId, form]): [string, Form] => [
    actionId,
    {
      title: say(form.title),
      submit: say(form.submit),
      fields: form.fields.map((field) => ({
        ...field,
        label: say(field.label),
        blank: say('form.blank'),
      })),
    },
  ]);
  return Object.fromEntries(specs);
}
