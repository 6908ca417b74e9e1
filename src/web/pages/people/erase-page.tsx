import type { ErasurePreview } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { tableName } from '#src/chat/cards/table-name.ts';
import type { PlainKey } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import type { ShownPeople } from './page.tsx';

/** What erasing somebody does, what stays and why, and the one button that does it; or what has to be done first. */
export function ErasePage({ preview, ...shown }: ShownPeople & { preview: ErasurePreview }) {
  const { words } = shown;
  const { say } = words;
  const { personId, name, pseudonym, refusals } = preview;
  return (
    <SitePage {...shown} path="/people" title={say('erase.title', { name })}>
      <p class="lead">{say('erase.lead', { name, pseudonym })}</p>
      {refusals.length > 0 ? (
        <section aria-labelledby="held">
          <h2 id="held">{say('erase.held')}</h2>
          <ul class="problems">
            {refusals.map((refusal) => (
              <li>{refusalText(words, refusal)}</li>
            ))}
          </ul>
        </section>
      ) : (
        <p>{say('erase.warn')}</p>
      )}
      <Rows {...shown} title="erase.goesTitle" lead="erase.goes" rows={preview.goes} />
      <Rows {...shown} title="erase.blankedTitle" lead="erase.blanked" rows={preview.blanked} />
      <Rows {...shown} title="erase.staysTitle" lead="erase.stays" rows={preview.stays} />
      <p>{say('erase.told')}</p>
      <form method="post" action={`/people/${personId}/erase`} class="acts">
        {refusals.length === 0 && <button class="button danger">{say('erase.now', { name })}</button>}
        <a class="button" href={`/people/${personId}`}>
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}

type RowsProps = Pick<ShownPeople, 'words'> & {
  title: PlainKey;
  lead: PlainKey;
  rows: ErasurePreview['goes'];
};

function Rows({ words, title, lead, rows }: RowsProps) {
  const { say, locale } = words;
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={title.replace('.', '-')}>
      <h2 id={title.replace('.', '-')}>{say(title)}</h2>
      <p>{say(lead)}</p>
      <DataTable
        caption={say(title)}
        rows={rows}
        columns={[
          { label: say('erase.what'), isMain: true, cell: ({ table }) => tableName(words, table) },
          { label: say('erase.rows'), isAmount: true, cell: (row) => row.rows.toLocaleString(locale) },
        ]}
      />
    </section>
  );
}
