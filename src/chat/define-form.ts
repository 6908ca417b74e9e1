import type { PlainKey } from '#src/words/words.ts';

/** A form in the keys of its words. Its fields' names are what the action finds them under. */
export type FormDefinition = {
  title: PlainKey;
  submit: PlainKey;
  fields: { name: string; label: PlainKey; isRequired: boolean; maxLength: number }[];
};
