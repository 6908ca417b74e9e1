import type { MergePreview, Namesake, PersonFacts } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { MergeMoves } from './merge-moves.tsx';
import type { ShownPeople } from './page.tsx';

type ChoiceProps = ShownPeople & {
  person: PersonFacts;
  namesakes: readonly Namesake[];
  typed: string;
  error: string | undefined;
};

/** Which other record is of the same person: those that look like it, or one that is named. */
export function MergeChoicePage({ person, namesakes, typed, error, ...shown }: ChoiceProps) {
  const { say } = shown.words;
  const { id, name } = person;
  return (
    <SitePage {...shown} path="/people" title={say('web.merge.title', { name })}>
      <p class="lead">{say('web.merge.lead', { name })}</p>
      {namesakes.length > 0 && (
        <section aria-labelledby="alike">
          <h2 id="alike">{say('web.merge.alike')}</h2>
          <ul class="cards">
            {namesakes.map((one) => (
              <li>
                <h3>{one.name}</h3>
                <p class="note">
                  {[one.email, one.department, one.hasLeft && say('web.people.hasLeft')]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
                <p class="acts">
                  <a class="button" href={`/people/${id}/merge?from=${one.id}`}>
                    {say('web.merge.choose')}
                    <span class="visually-hidden">: {one.email ?? one.name}</span>
                  </a>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <form method="get" action={`/people/${id}/merge`} class="panel">
        <Field
          name="who"
          label={say('web.merge.who')}
          hint={say('web.merge.whoHint')}
          error={error}
          control={(described) => (
            <input {...described} type="text" name="who" value={typed} autocomplete="off" />
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.merge.look')}</button>
          <a class="button" href={`/people/${id}`}>
            {say('web.people.cancel')}
          </a>
        </p>
      </form>
    </SitePage>
  );
}

type MergeProps = ShownPeople & {
  preview: MergePreview;
  /** Those that the reader sees, for their names. */
  departments: readonly { id: string; name: string }[];
};

/** What merging two records does, what is in its way, and the one button that does it. */
export function MergePage({ preview, departments, ...shown }: MergeProps) {
  const { words } = shown;
  const { say } = words;
  const { from, into, refusals, waits } = preview;
  return (
    <SitePage {...shown} path="/people" title={say('web.merge.title', { name: into.name })}>
      <p class="lead">{say('merge.lead', labelsOf(preview))}</p>
      {refusals.length > 0 && (
        <section aria-labelledby="held">
          <h2 id="held">{say('web.merge.held')}</h2>
          <ul class="problems">
            {refusals.map((refusal) => (
              <li>{refusalText(words, refusal)}</li>
            ))}
          </ul>
        </section>
      )}
      <BothRecords words={words} preview={preview} departments={departments} />
      <MergeMoves words={words} preview={preview} />
      {waits && <p>{say('web.merge.waits')}</p>}
      <form method="post" action={`/people/${into.id}/merge`} class="acts">
        <input type="hidden" name="from" value={from.id} />
        {refusals.length === 0 && (
          <button class={waits ? 'button primary' : 'button danger'}>
            {say(waits ? 'web.merge.propose' : 'web.merge.now', labelsOf(preview))}
          </button>
        )}
        <a class="button" href={`/people/${from.id}/merge?from=${into.id}`}>
          {say('web.merge.swap')}
        </a>
        <a class="button" href={`/people/${into.id}`}>
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}

/** Both side by side: whoever merges them has to see that they are one person. */
function BothRecords({ words, preview, departments }: Pick<MergeProps, 'words' | 'preview' | 'departments'>) {
  const { say } = words;
  const { from, into } = preview;
  const none = say('web.people.none');
  const rows = [
    { one: from, fate: say('web.merge.old') },
    { one: into, fate: say('web.merge.kept') },
  ];
  return (
    <DataTable
      caption={say('web.merge.both')}
      rows={rows}
      columns={[
        { label: say('web.merge.which'), isMain: true, cell: ({ fate }) => fate },
        { label: say('web.people.name'), isMain: true, cell: ({ one }) => one.name },
        { label: say('web.people.email'), cell: ({ one }) => one.email ?? none },
        { label: say('web.people.number'), cell: ({ one }) => one.employeeNumber ?? none },
        {
          label: say('web.people.department'),
          cell: ({ one }) => departments.find(({ id }) => id === one.departmentId)?.name ?? none,
        },
        { label: say('web.people.role'), cell: ({ one }) => say(`role.${one.role}`) },
      ]}
    />
  );
}

function labelsOf({ from, into }: MergePreview): { from: string; into: string } {
  return { from: from.email ?? from.name, into: into.email ?? into.name };
}
