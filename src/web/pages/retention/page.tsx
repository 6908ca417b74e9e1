import type { RetentionNow, RetentionPreview, SignedIn } from '#src/app.ts';
import type { Retention } from '#src/domain/people/retention.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { ErrorSummary, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { TextField } from '../../frame/text-field.tsx';

export type TypedRetention = { texts: string; addresses: string; reason: string };

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  now: RetentionNow;
};

type FormProps = Shown & { typed: TypedRetention | undefined; errors: FieldErrors; isSaid: boolean };

/** For how long texts and addresses are kept, when that was last seen to, and the form that says otherwise. */
export function RetentionPage({ now, typed, errors, isSaid, ...shown }: FormProps) {
  const { words } = shown;
  const { say } = words;
  const filled = typed ?? { texts: textOf(now.textDays), addresses: textOf(now.addressDays), reason: '' };
  return (
    <SitePage
      {...shown}
      path="/retention"
      title={say('web.retention.title')}
      tab={say('web.nav.retention')}
      hasErrors={Object.keys(errors).length > 0}
    >
      {isSaid && (
        <p class="said" role="status">
          {say('web.retention.saidSet')}
        </p>
      )}
      <ErrorSummary words={words} errors={errors} />
      <p class="lead">{say('web.retention.lead')}</p>
      <ul class="points">
        <li>{say('retention.texts', { days: now.textDays ?? 0 })}</li>
        <li>{say('retention.addresses', { days: now.addressDays ?? 0 })}</li>
      </ul>
      <p>{lastRunText(shown, now)}</p>
      <form method="post" action="/retention" class="panel">
        <TextField
          name="texts"
          label={say('web.retention.texts')}
          hint={say('web.retention.textsHint')}
          typed={filled}
          error={errors['texts']}
          isNumber
        />
        <TextField
          name="addresses"
          label={say('web.retention.addresses')}
          hint={say('web.retention.addressesHint')}
          typed={filled}
          error={errors['addresses']}
          isNumber
        />
        <TextField
          name="reason"
          label={say('web.change.reason')}
          hint={say('web.retention.reasonHint')}
          typed={filled}
          error={errors['reason']}
        />
        <p class="acts">
          <button class="button primary">{say('web.retention.look')}</button>
        </p>
      </form>
    </SitePage>
  );
}

type ConfirmProps = Shown & { typed: TypedRetention; wanted: Retention; preview: RetentionPreview };

/** Before and after, and how much goes with the next run: that cannot be brought back. */
export function ConfirmRetentionPage({ now, typed, wanted, preview, ...shown }: ConfirmProps) {
  const { words } = shown;
  const { say } = words;
  const rows = [
    { label: say('web.retention.texts'), before: now.textDays, after: wanted.textDays, goes: preview.texts },
    {
      label: say('web.retention.addresses'),
      before: now.addressDays,
      after: wanted.addressDays,
      goes: preview.addresses,
    },
  ];
  const count = preview.texts + preview.addresses;
  function days(kept: number | null): string {
    return kept === null ? say('web.retention.forEver') : kept.toLocaleString(words.locale);
  }
  return (
    <SitePage
      {...shown}
      path="/retention"
      title={say('web.retention.goes', { count })}
      tab={say('web.nav.retention')}
    >
      <p class="lead">{say('web.retention.cannot')}</p>
      <DataTable
        caption={say('web.retention.caption')}
        rows={rows}
        columns={[
          { label: say('web.change.what'), cell: ({ label }) => label, isMain: true },
          { label: say('web.change.before'), cell: ({ before }) => days(before) },
          { label: say('web.change.after'), cell: ({ after }) => <strong>{days(after)}</strong> },
          {
            label: say('web.retention.rows'),
            isAmount: true,
            cell: ({ goes }) => goes.toLocaleString(words.locale),
          },
        ]}
      />
      <p class="note">{say('web.proposals.because', { reason: typed.reason })}</p>
      <form method="post" action="/retention" class="acts">
        {Object.entries(typed).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="seen" value={seenOf(now)} />
        <input type="hidden" name="step" value="save" />
        <button class={count > 0 ? 'button danger' : 'button primary'}>
          {say('web.retention.set', { count })}
        </button>
        <a class="button" href="/retention">
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}

/** What was kept when a page was shown. */
export function seenOf({ textDays, addressDays }: Retention): string {
  return `${textDays ?? ''}/${addressDays ?? ''}`;
}

function textOf(days: number | null): string {
  return days === null ? '' : String(days);
}

function lastRunText({ words, organization }: Omit<Shown, 'now'>, { lastRun }: RetentionNow): string {
  if (!lastRun) return words.say('retention.never');
  const on = words.dateAndTime(lastRun.ranAt, organization.timeZone);
  return words.say('retention.ran', { on, count: lastRun.blanked });
}
