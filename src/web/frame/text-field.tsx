import { Field } from './field.tsx';

/** One line of text. `field`: what it is sent as, where that is not its id on the page. */
export function TextField({
  name,
  field = name,
  label,
  hint,
  typed,
  error,
  isNumber = false,
  list,
}: {
  name: string;
  field?: string;
  label: string;
  hint?: string | undefined;
  typed: Readonly<Record<string, string>>;
  error?: string | undefined;
  isNumber?: boolean;
  /** The id of a `datalist` to choose from. */
  list?: string;
}) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={error}
      control={(described) => (
        <input
          {...described}
          name={field}
          value={typed[field] ?? ''}
          autocomplete="off"
          list={list}
          {...(isNumber && { inputmode: 'numeric' as const })}
        />
      )}
    />
  );
}
