import type { SignedIn } from '#src/app.ts';
import { MOST_TAX_COLUMNS, TAX_FIELDS } from '#src/domain/report/tax-map.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, type FieldErrors } from '../../frame/field.tsx';
import { SelectField } from '../../frame/select-field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { TextField } from '../../frame/text-field.tsx';

type MapProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  /** Its name, where it is one that there is. */
  name: string | undefined;
  /** Whether the organization saved it, so that it can be removed. */
  isSaved: boolean;
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
};

/** The columns of a payroll file, a row of fields for each. */
export function TaxMapPage({ name, isSaved, typed, errors, ...shown }: MapProps) {
  const { words } = shown;
  const { say } = words;
  const hasErrors = Object.values(errors).some((one) => one !== undefined);
  const places = placesFor(typed);
  return (
    <SitePage
      {...shown}
      path="/tax"
      title={name === undefined ? say('web.tax.map.new') : say('web.tax.map.title', { name })}
      hasErrors={hasErrors}
    >
      <ErrorSummary words={words} errors={errors} />
      <p class="lead">{say('web.tax.map.lead')}</p>
      <form method="post" action="/tax/maps">
        <TextField name="name" label={say('web.tax.map.name')} typed={typed} error={errors['name']} />
        <TextField
          name="fileName"
          label={say('web.tax.map.fileName')}
          hint={say('web.tax.map.fileNameHint', { from: '{from}', to: '{to}' })}
          typed={typed}
          error={errors['fileName']}
        />
        {places.map((place) => (
          <Column words={words} place={place} typed={typed} errors={errors} />
        ))}
        <p class="acts">
          <button class="button primary">{say('web.tax.map.save')}</button>
          <a class="button" href="/tax">
            {say('web.change.cancel')}
          </a>
        </p>
      </form>
      {isSaved && name !== undefined && (
        <form method="post" action="/tax/maps/remove" class="acts">
          <input type="hidden" name="name" value={name} />
          <button class="button">{say('web.tax.map.remove', { name })}</button>
        </form>
      )}
    </SitePage>
  );
}

/** The columns that there are, and room for some more. */
function placesFor(typed: MapProps['typed']): number[] {
  const all = Array.from({ length: MOST_TAX_COLUMNS }, (_, index) => index + 1);
  const last = all.findLast((place) => (typed[`header${place}`] ?? '') !== '') ?? 0;
  return all.slice(0, Math.max(6, last + 3));
}

type ColumnProps = Pick<MapProps, 'words' | 'typed' | 'errors'> & { place: number };

function Column({ words: { say }, place, typed, errors }: ColumnProps) {
  return (
    <div class="filter" role="group" aria-label={say('web.tax.map.header', { number: place })}>
      <TextField
        name={`header${place}`}
        label={say('web.tax.map.header', { number: place })}
        typed={typed}
        error={errors[`header${place}`]}
      />
      <SelectField
        name={`field${place}`}
        label={say('web.tax.map.below')}
        chosen={typed[`field${place}`] ?? 'nothing'}
        options={[
          ...TAX_FIELDS.map((field) => [field, say(`web.tax.field.${field}`)] as const),
          ['text', say('web.tax.map.fixed')],
        ]}
      />
      <TextField
        name={`text${place}`}
        label={say('web.tax.map.text')}
        typed={typed}
        error={errors[`text${place}`]}
      />
    </div>
  );
}
