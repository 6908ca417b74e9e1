import type { Child } from 'hono/jsx';
import type { Words } from '#src/words/words.ts';

/** What is wrong with a field, by its name. */
export type FieldErrors = Readonly<Record<string, string | undefined>>;

export type FieldProps = {
  name: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** The control itself; it gets the ids of the texts that describe it. */
  control: (described: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }) => Child;
};

/** A control with its label above, its hint below, and what is wrong beside it. */
export function Field({ name, label, hint, error, control }: FieldProps) {
  const [hintId, errorId] = [hint && `${name}-hint`, error && `${name}-error`];
  const described = [errorId, hintId].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {error && (
        <p class="wrong" id={errorId}>
          {error}
        </p>
      )}
      {control({
        id: name,
        ...(described && { 'aria-describedby': described }),
        ...(error && { 'aria-invalid': 'true' as const }),
      })}
      {hint && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a form, at the top of it, each with a link to its field. Nothing when all is well. */
export function ErrorSummary({ words, errors }: { words: Words; errors: FieldErrors }) {
  const wrong = Object.entries(errors).filter(([, text]) => text !== undefined);
  if (wrong.length === 0) return <></>;
  return (
    <div class="summary" role="alert">
      <h2>{words.say('web.errors', { count: wrong.length })}</h2>
      <ul>
        {wrong.map(([name, text]) => (
          <li>
            <a href={`#${name}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
