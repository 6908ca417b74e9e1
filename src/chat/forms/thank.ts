import type { FormDefinition } from '../define-form.ts';

/** Asks what the giver of a gift is to read. */
export const thankForm: FormDefinition = {
  title: 'thanks.button',
  submit: 'thanks.send',
  fields: [{ name: 'words', label: 'thanks.words', isRequired: true, maxLength: 500 }],
};
