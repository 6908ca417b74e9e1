import type { PeopleImport } from '#src/app.ts';
import { troubleText } from '#src/chat/cards/not-synced-card.ts';
import { PEOPLE_FIELDS, type PeopleField } from '#src/domain/people/people-columns.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';

/** As many bad rows are shown of one import. */
const MOST_ROWS = 50;

export type LastImports = {
  imports: readonly PeopleImport[];
  timeZone: string;
  /** Since when one can be put back. */
  undoSince: Date;
  /** Where people are read from by the clock. */
  source: { place: string; at: string; leavers: boolean } | undefined;
};

/** Where people are read from, and what came of the last imports, bad rows included. */
export function LastImports({ words, imports, timeZone, source, undoSince }: LastImports & { words: Words }) {
  const { say } = words;
  if (imports.length === 0 && !source) return <></>;
  return (
    <section aria-labelledby="last">
      <h2 id="last">{say('web.lastImports.title')}</h2>
      {source && (
        <p>
          {say('web.lastImports.source', { ...source, leavers: source.leavers ? 'yes' : 'no', timeZone })}{' '}
          {say('web.lastImports.sourceNow')}
        </p>
      )}
      {imports.length > 0 && (
        <DataTable
          caption={say('web.lastImports.title')}
          rows={imports}
          columns={[
            {
              label: say('web.lastImports.when'),
              isMain: true,
              cell: ({ at }) => <time datetime={at.toISOString()}>{words.dateAndTime(at, timeZone)}</time>,
            },
            {
              label: say('web.lastImports.how'),
              cell: ({ source: how }) => say(`web.lastImports.how.${how}`),
            },
            {
              label: say('web.lastImports.what'),
              cell: (one) => (
                <span class="what">
                  {outcomeText(words, one)}
                  {isUndoable(one, undoSince) && (
                    <a href={`/people/import/undo/${one.id}`}>{say('web.lastImports.undo')}</a>
                  )}
                  <LeftOutRows words={words} detail={one.detail} />
                </span>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}

function isUndoable({ status, at, detail: { added, changed, left } }: PeopleImport, since: Date): boolean {
  return status === 'done' && at >= since && added + changed + left > 0;
}

function outcomeText(words: Words, { status, detail }: PeopleImport): string {
  const { say } = words;
  const {
    added,
    changed,
    left,
    why,
    said,
    leaving = 0,
    active = 0,
    badCount,
    gone = 0,
    areAbsentKept,
  } = detail;
  if (why) return `${troubleText(words, { why, said, bad: badCount })} ${say('web.lastImports.nothing')}`;
  if (status === 'held')
    return `${say('people.sync.held', { leaving, active })} ${say('people.sync.heldHow')}`;
  if (status === 'unchanged') return say('people.sync.unchanged');
  if (status === 'undone') return say('web.lastImports.undone', { added, changed, left });
  return [
    added + changed + left === 0
      ? say('people.sync.nothing')
      : say('people.sync.did', { added, changed, left }),
    ...(gone > 0 ? [say('people.sync.gone', { count: gone })] : []),
    ...(areAbsentKept ? [say('people.sync.absentKept')] : []),
  ].join(' ');
}

function LeftOutRows({
  words: { say },
  detail: { bad, badCount },
}: {
  words: Words;
  detail: PeopleImport['detail'];
}) {
  if (badCount === 0) return <></>;
  return (
    <details>
      <summary>{say('web.lastImports.bad', { count: badCount })}</summary>
      <ul>
        {bad.slice(0, MOST_ROWS).map(({ line, column, field, kind, text, other }) => (
          <li>
            {say('web.import.problem', {
              line,
              column: column === field ? columnText({ say }, field) : column,
              why: say(`people.problem.${kind}`, { text, other }),
            })}
          </li>
        ))}
      </ul>
      {badCount > MOST_ROWS && <p>{say('web.peopleFile.more', { count: badCount - MOST_ROWS })}</p>}
    </details>
  );
}

function columnText({ say }: Pick<Words, 'say'>, field: string): string {
  const known = PEOPLE_FIELDS.find((one): one is PeopleField => one === field);
  return known ? say(`web.peopleFile.field.${known}`) : say('web.stock.column.file');
}
