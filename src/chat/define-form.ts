import type { PlainKey } from '#src/words/words.ts';

/** A form, with word keys for its texts. The action finds its fields by name. */
export type FormDefinition = {
  title: PlainKey;
  submit: PlainKey;
  fields: { name: string; label: PlainKey; isRequired: boolean; maxLength: number }[];
};
