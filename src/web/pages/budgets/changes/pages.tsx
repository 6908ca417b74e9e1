import type { SignedIn } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../../frame/data-table.tsx';
import { ErrorSummary, Field, type FieldErrors } from '../../../frame/field.tsx';
import { SitePage } from '../../../frame/site-page.tsx';
import type { ChangeForm, Mark, Preview, Typed } from './change.ts';

type Shown = { words: Words; organization: { name: string }; reader: SignedIn };

const MOST_REASON = 500;

/**
 * The form of a change, as it is now or as it was typed. `path`: where it is sent. `from`: the day that was typed. `shownFor`: the day of
 * which the fields tell; empty for now.
 */
export function ChangePage({
  form,
  path,
  typed,
  reason = '',
  from = '',
  shownFor = '',
  errors = {},
  ...shown
}: Shown & {
  form: ChangeForm;
  path: string;
  typed: Typed;
  reason?: string;
  from?: string;
  shownFor?: string;
  errors?: FieldErrors;
}) {
  const { words } = shown;
  const { say } = words;
  const hasErrors = Object.values(errors).some((one) => one !== undefined);
  return (
    <SitePage {...shown} path="/budgets" title={form.title} hasErrors={hasErrors}>
      <ErrorSummary words={words} errors={errors} />
      {form.lead && <p class="lead">{form.lead}</p>}
      <form method="post" action={path}>
        <input type="hidden" name="seen" value={form.seen} />
        {form.typedAt && <input type="hidden" name="shownFor" value={shownFor} />}
        {form.fields(typed, errors)}
        {form.timeZone !== undefined && (
          <Field
            name="from"
            label={say('web.plan.from')}
            hint={say('web.plan.fromHint', { zone: form.timeZone })}
            error={errors['from']}
            control={(described) => <input {...described} type="date" name="from" value={from} />}
          />
        )}
        {form.takesReason && (
          <Field
            name="reason"
            label={say('web.change.reason')}
            hint={say('web.change.reasonHint')}
            error={errors['reason']}
            control={(described) => (
              <input {...described} name="reason" value={reason} maxlength={MOST_REASON} autocomplete="off" />
            )}
          />
        )}
        <p class="acts">
          <button class="button primary">{say('web.change.look')}</button>
          <a class="button" href={form.back}>
            {say('web.change.cancel')}
          </a>
        </p>
      </form>
    </SitePage>
  );
}

/** What a change does, and the one button that does it. */
export function ConfirmPage({
  path,
  typed,
  mark,
  button,
  preview,
  ...shown
}: Shown & {
  path: string;
  typed: Typed;
  mark: Omit<Mark, 'from'> & { from: string };
  button: string;
  preview: Preview;
}) {
  const { words } = shown;
  const { say } = words;
  return (
    <SitePage {...shown} path="/budgets" title={button} tab={say('web.change.confirmTab')}>
      <DataTable
        caption={say('web.change.caption')}
        rows={preview.rows}
        columns={[
          { label: say('web.change.what'), cell: ({ label }) => label, isMain: true },
          { label: say('web.change.before'), cell: ({ before }) => before },
          { label: say('web.change.after'), cell: ({ after }) => <strong>{after}</strong> },
        ]}
      />
      {preview.notes.map((note) => (
        <p>{note}</p>
      ))}
      {mark.reason && <p class="note">{say('web.change.because', { reason: mark.reason })}</p>}
      {preview.below}
      <form method="post" action={path} class="acts">
        {Object.entries({ ...typed, ...mark, step: 'save' }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button class="button primary">{button}</button>
        <a class="button" href={path}>
          {say('web.change.again')}
        </a>
      </form>
    </SitePage>
  );
}

/** Why the reader cannot change this, and who can. */
export function NotYoursPage({ refusal, others, back, ...shown }: Shown & NotYours) {
  const { words } = shown;
  const { say } = words;
  return (
    <SitePage {...shown} path="/budgets" title={say('web.change.notYours')}>
      <p class="lead">{refusalText(words, refusal)}</p>
      <p>
        {others.length > 0
          ? say('web.change.others', { names: others.join(', ') })
          : say('web.change.noOthers')}
      </p>
      <p class="acts">
        <a class="button" href={back}>
          {say('web.change.cancel')}
        </a>
      </p>
    </SitePage>
  );
}

type NotYours = { refusal: Refusal; others: readonly string[]; back: string };
