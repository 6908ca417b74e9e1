import { Field } from './field.tsx';

/** A value and its text. */
type Option = readonly [string, string];

/** A choice of one. */
export function SelectField({
  name,
  label,
  hint,
  error,
  chosen = '',
  options,
  more,
}: {
  name: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  chosen?: string | undefined;
  options: readonly Option[];
  /** Options that stand below the others, under a word of their own. */
  more?: { label: string; options: readonly Option[] } | undefined;
}) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={error}
      control={(described) => (
        <select {...described} name={name}>
          <Options options={options} chosen={chosen} />
          {more && more.options.length > 0 && (
            <optgroup label={more.label}>
              <Options options={more.options} chosen={chosen} />
            </optgroup>
          )}
        </select>
      )}
    />
  );
}

function Options({ options, chosen }: { options: readonly Option[]; chosen: string }) {
  return (
    <>
      {options.map(([value, text]) => (
        <option value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </>
  );
}
