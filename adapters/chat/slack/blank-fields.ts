import type { ActionCall, Form } from '#src/ports/chat.ts';

/** Keeps a dialog open, each error beside its input. */
type ViewErrors = { response_action: 'errors'; errors: Record<string, string> };

/**
 * The errors of a submitted dialog: Slack takes blanks for an answer. Undefined when everything required is filled in.
 * @see https://docs.slack.dev/surfaces/modals#displaying_errors
 */
export function blankFields(form: Form, { fields = {} }: ActionCall): ViewErrors | undefined {
  const blank = form.fields.filter(({ name, isRequired }) => isRequired && !fields[name]?.trim());
  if (blank.length === 0) return undefined;
  return {
    response_action: 'errors',
    errors: Object.fromEntries(blank.map((field) => [field.name, field.blank])),
  };
}
