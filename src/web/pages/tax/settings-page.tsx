import type { SignedIn } from '#src/app.ts';
import { PAY_KINDS, TAX_BASES, type TaxSetting } from '#src/domain/report/tax-setting.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SelectField } from '../../frame/select-field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { dayText } from '#src/chat/cards/spend-texts.ts';

type SettingsProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  /** What was said, in the order in which it was. */
  settings: readonly TaxSetting[];
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
};

const MOST_REASON = 500;

/** When gifts count for tax and how payroll divides time: what was said so far, and the next word on it. */
export function TaxSettingsPage({ settings, typed, errors, ...shown }: SettingsProps) {
  const { words } = shown;
  const { say } = words;
  const hasErrors = Object.values(errors).some((one) => one !== undefined);
  return (
    <SitePage {...shown} path="/tax" title={say('web.tax.set.title')} hasErrors={hasErrors}>
      <ErrorSummary words={words} errors={errors} />
      <p class="lead">{say('web.tax.set.lead')}</p>
      {settings.length === 0 ? (
        <p>{say('web.tax.set.never')}</p>
      ) : (
        <History words={words} settings={settings} />
      )}
      <form method="post" action="/tax/settings">
        <Counting words={words} typed={typed} errors={errors} />
        <Field
          name="grossUp"
          label={say('web.tax.set.grossUp')}
          hint={say('web.tax.set.grossUpHint')}
          control={(described) => (
            <input
              {...described}
              type="checkbox"
              name="grossUp"
              value="yes"
              checked={typed['grossUp'] === 'yes'}
            />
          )}
        />
        <Day
          name="since"
          label={say('web.tax.set.since')}
          hint={say('web.tax.set.sinceHint')}
          typed={typed}
          errors={errors}
        />
        <Field
          name="reason"
          label={say('web.change.reason')}
          hint={say('web.change.reasonHint')}
          error={errors['reason']}
          control={(described) => (
            <input
              {...described}
              name="reason"
              value={typed['reason'] ?? ''}
              maxlength={MOST_REASON}
              autocomplete="off"
            />
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.tax.set.save')}</button>
          <a class="button" href="/tax">
            {say('web.change.cancel')}
          </a>
        </p>
      </form>
    </SitePage>
  );
}

/** When a gift counts, and in which pay period. */
function Counting({ words: { say }, typed, errors }: Pick<SettingsProps, 'words' | 'typed' | 'errors'>) {
  return (
    <>
      <SelectField
        name="basis"
        label={say('web.tax.set.basis')}
        chosen={typed['basis']}
        options={TAX_BASES.map((basis) => [basis, say(`web.tax.set.${basis}`)])}
      />
      <SelectField
        name="pay"
        label={say('web.tax.set.pay')}
        chosen={typed['pay']}
        options={PAY_KINDS.map((kind) => [kind, say(`web.tax.set.pay.${kind}`)])}
      />
      <Day
        name="anchor"
        label={say('web.tax.set.anchor')}
        hint={say('web.tax.set.anchorHint')}
        typed={typed}
        errors={errors}
      />
    </>
  );
}

type DayProps = {
  name: string;
  label: string;
  hint: string;
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
};

function Day({ name, label, hint, typed, errors }: DayProps) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={errors[name]}
      control={(described) => <input {...described} type="date" name={name} value={typed[name] ?? ''} />}
    />
  );
}

function History({ words, settings }: { words: Words; settings: readonly TaxSetting[] }) {
  const { say } = words;
  return (
    <DataTable
      caption={say('web.tax.set.history')}
      rows={settings.toReversed()}
      columns={[
        { label: say('web.tax.set.since'), isMain: true, cell: ({ since }) => dayText(words, since) },
        { label: say('web.tax.set.basis'), isMain: true, cell: ({ basis }) => say(`web.tax.set.${basis}`) },
        { label: say('web.tax.set.pay'), cell: ({ pay }) => say(`web.tax.set.pay.${pay.kind}`) },
        {
          label: say('web.tax.grossUp'),
          cell: ({ isGrossedUp }) => say(`web.tax.reached.${isGrossedUp ? 'yes' : 'no'}`),
        },
      ]}
    />
  );
}
