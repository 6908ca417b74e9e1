import { Field } from './field.tsx';

/** A choice of one. An option is its value and its text. */
export function SelectField({
  name,
  label,
  hint,
  error,
  chosen = '',
  options,
}: {
  name: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  chosen?: string | undefined;
  options: readonly (readonly [string, string])[];
}) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={error}
      control={(described) => (
        <select {...described} name={name}>
          {options.map(([value, text]) => (
            <option value={value} selected={value === chosen}>
              {text}
            </option>
          ))}
        </select>
      )}
    />
  );
}
