import type { ImportedCatalogue, SignedIn } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { ErrorSummary, Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { type ItemNames, itemFacts } from './item-facts.ts';

type Shown = { words: Words; organization: { name: string }; reader: SignedIn };

/** Where a file of items is chosen, and what was in the way of the last one. */
export function ImportPage({
  problems = [],
  error,
  ...shown
}: Shown & { problems?: ImportedCatalogue['problems']; error?: string | undefined }) {
  const { say } = shown.words;
  return (
    <SitePage
      {...shown}
      path="/catalogue"
      title={say('web.import.title')}
      hasErrors={error !== undefined || problems.length > 0}
    >
      <ErrorSummary words={shown.words} errors={{ file: error }} />
      {problems.length > 0 && <Problems words={shown.words} problems={problems} />}
      <p class="lead">{say('web.import.lead')}</p>
      <form method="post" action="/catalogue/import" enctype="multipart/form-data">
        <Field
          name="file"
          label={say('web.import.file')}
          hint={say('web.import.fileHint')}
          error={error}
          control={(described) => (
            <input {...described} type="file" name="file" accept=".csv,.txt,text/csv,text/plain" required />
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.import.look')}</button>
          <a class="button" href="/catalogue">
            {say('web.catalogue.back')}
          </a>
        </p>
      </form>
      <p class="note">
        <a href="/catalogue/catalogue.csv">{say('web.import.download')}</a>
      </p>
    </SitePage>
  );
}

function Problems({ words: { say }, problems }: { words: Words; problems: ImportedCatalogue['problems'] }) {
  return (
    <div class="summary" role="alert">
      <h2>{say('web.import.problems', { count: problems.length })}</h2>
      <ul>
        {problems
          .toSorted((a, b) => a.line - b.line)
          .map(({ line, column, why }) => (
            <li>
              {say('web.import.problem', {
                line,
                column: column === 'file' ? say('web.import.wholeFile') : column,
                why: say(`catalogue.problem.${why}`),
              })}
            </li>
          ))}
      </ul>
    </div>
  );
}

/** What a file makes of the catalogue, with the one button that does it. `text`: the file itself, which the form sends back. */
export function ImportPreviewPage({
  planned: { items, unknown },
  plan,
  names,
  text,
  isChanged,
  ...shown
}: Shown & {
  planned: ImportedCatalogue;
  plan: string;
  names: ItemNames;
  text: string;
  isChanged: boolean;
}) {
  const { words } = shown;
  const { say } = words;
  const changed = items.filter(({ what }) => what !== 'same');
  const added = changed.filter(({ what }) => what === 'added').length;
  const counts = [
    added > 0 && say('web.import.countNew', { count: added }),
    changed.length > added && say('web.import.countChanged', { count: changed.length - added }),
  ];
  const what = new Intl.ListFormat(words.locale).format(counts.filter((one) => one !== false));
  const title = changed.length === 0 ? say('web.catalogue.nothing') : say('web.import.would', { what });
  return (
    <SitePage {...shown} path="/catalogue" title={title}>
      {isChanged && (
        <p class="summary" role="alert">
          {say('web.import.changed')}
        </p>
      )}
      <p>{say('web.import.same', { count: items.length - changed.length })}</p>
      {unknown.length > 0 && <p class="note">{say('web.import.unknown', { columns: unknown.join(', ') })}</p>}
      {changed.length > 0 && (
        <DataTable
          caption={title}
          rows={changed}
          columns={[
            { label: say('web.catalogue.name'), isMain: true, cell: ({ name }) => name },
            {
              label: say('web.import.what'),
              cell: (item) => say(item.what === 'added' ? 'web.import.added' : 'web.import.isChanged'),
            },
            {
              label: say('web.catalogue.willBe'),
              cell: (item) => <Differences words={words} item={item} names={names} />,
            },
          ]}
        />
      )}
      <form method="post" action="/catalogue/import/confirm" enctype="multipart/form-data" class="acts">
        <input type="hidden" name="text" value={text} />
        <input type="hidden" name="plan" value={plan} />
        {changed.length > 0 && <button class="button primary">{say('web.import.confirm', { what })}</button>}
        <a class="button" href="/catalogue/import">
          {say('web.import.another')}
        </a>
      </form>
    </SitePage>
  );
}

/** Of a new item what it is; of another what becomes of what. */
function Differences({
  words,
  item: { before, after },
  names,
}: {
  words: Words;
  item: ImportedCatalogue['items'][number];
  names: ItemNames;
}) {
  const { say } = words;
  const none = say('web.catalogue.none');
  const was = before ? itemFacts(words, before, names) : [];
  const lines = itemFacts(words, after, names).flatMap(({ label, value }, at) => {
    const earlier = was[at]?.value ?? none;
    if (value === earlier || label === say('web.catalogue.name')) return [];
    return [before ? say('web.import.fromTo', { label, from: earlier, to: value }) : `${label}: ${value}`];
  });
  if (before && before.isRetired !== after.isRetired)
    lines.push(say(after.isRetired ? 'web.import.retires' : 'web.import.offersAgain'));
  return (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
