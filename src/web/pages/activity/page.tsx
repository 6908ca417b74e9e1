import type { ListedActivity, SignedIn } from '#src/app.ts';
import { ACTIVITY_KINDS } from '#src/domain/ledger/activity-kinds.ts';
import { activityTexts } from '#src/domain/ledger/activity-texts.ts';
import { activityStyle } from '#src/chat/cards/activity-style.ts';
import { wayText } from '#src/chat/cards/way-text.ts';
import type { Words } from '#src/words/words.ts';
import { type Column, DataTable } from '../../frame/data-table.tsx';
import { Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { Books, type BooksProps } from './books.tsx';
import { isRecordDay, recordAddress, type RecordQuery } from './filter.ts';

export type RecordProps = BooksProps & {
  words: Words;
  organization: { name: string; timeZone: string; currency: string };
  reader: SignedIn;
  query: RecordQuery;
  activities: readonly ListedActivity[];
  /** The last one of this page where there are older ones. */
  next: string | undefined;
};

/** What was done to money and rights, by whom, with what it was before and after; and how the books stand. */
export function RecordPage(props: RecordProps) {
  const { words, organization, reader, query, activities, next } = props;
  const { say } = words;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/activity"
      title={say('web.record.title')}
      tab={say('web.nav.activity')}
    >
      <p class="lead">{say('web.record.lead')}</p>
      <Books {...props} />
      <Filter words={words} query={query} />
      {activities.length === 0 ? (
        <p>{say('web.record.none')}</p>
      ) : (
        <div class="record">
          <DataTable caption={say('web.record.caption')} columns={columnsOf(props)} rows={activities} />
        </div>
      )}
      <p class="acts">
        {query.before !== undefined && (
          <a class="button" href={recordAddress({ ...query, before: undefined })}>
            {say('web.record.newest')}
          </a>
        )}
        {next !== undefined && (
          <a class="button" rel="next" href={recordAddress({ ...query, before: next })}>
            {say('web.record.older')}
          </a>
        )}
        {activities.length > 0 && (
          <a href={recordAddress({ ...query, before: undefined }, '/activity/activity.csv')}>
            {say('web.record.csv')}
          </a>
        )}
      </p>
    </SitePage>
  );
}

function Filter({ words: { say }, query }: { words: Words; query: RecordQuery }) {
  const kinds = ACTIVITY_KINDS.map((kind) => ({ kind, name: say(`record.kind.${kind}`) }));
  return (
    <form method="get" action="/activity" class="filter">
      <Field
        name="name"
        label={say('web.record.name')}
        control={(described) => (
          <input {...described} name="name" type="search" maxlength={100} value={query.name ?? ''} />
        )}
      />
      <Field
        name="kind"
        label={say('web.record.kind')}
        control={({ id }) => (
          <select name="kind" id={id}>
            <option value="">{say('web.record.all')}</option>
            {kinds
              .toSorted((a, b) => (a.name < b.name ? -1 : 1))
              .map(({ kind, name }) => (
                <option value={kind} selected={kind === query.kind}>
                  {name}
                </option>
              ))}
          </select>
        )}
      />
      <Day name="from" label={say('web.record.from')} typed={query.from} wrong={say('web.record.badDay')} />
      <Day name="to" label={say('web.record.to')} typed={query.to} wrong={say('web.record.badDay')} />
      {query.person !== undefined && <input type="hidden" name="person" value={query.person} />}
      <button class="button">{say('web.record.show')}</button>
    </form>
  );
}

function Day({
  name,
  label,
  typed,
  wrong,
}: {
  name: 'from' | 'to';
  label: string;
  typed: string | undefined;
  wrong: string;
}) {
  return (
    <Field
      name={name}
      label={label}
      error={typed && !isRecordDay(typed) ? wrong : undefined}
      control={(described) => (
        <input {...described} name={name} maxlength={100} placeholder="2026-11-23" value={typed ?? ''} />
      )}
    />
  );
}

function columnsOf({ words, organization }: RecordProps): Column<ListedActivity>[] {
  const { say } = words;
  const as = activityStyle(words, organization);
  const shortTime = new Intl.DateTimeFormat(words.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: organization.timeZone,
  });
  return [
    {
      label: say('web.record.what'),
      isMain: true,
      cell: ({ kind }) => say(`record.kind.${kind}`),
    },
    {
      label: say('web.record.when'),
      cell: ({ at }) => (
        <time
          class="short-time"
          datetime={at.toISOString()}
          title={words.dateAndTime(at, organization.timeZone)}
        >
          {shortTime.format(at)}
        </time>
      ),
    },
    { label: say('web.record.who'), cell: (activity) => activityTexts(activity, as).doer },
    { label: say('web.record.about'), cell: (activity) => activityTexts(activity, as).about },
    { label: say('web.record.details'), cell: (activity) => activityTexts(activity, as).details },
    { label: say('web.record.where'), cell: (activity) => wayText(words, activity) },
  ];
}
