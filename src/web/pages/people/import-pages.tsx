import type { Child } from 'hono/jsx';
import type { PlannedFile } from '#src/app.ts';
import { type PeopleProblemText, peopleProblemTexts } from '#src/chat/cards/people-problem-texts.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { ErrorSummary, Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { choosableColumns, choosableFields, type SentImportForm } from './import-form.ts';
import { LastImports } from './last-imports.tsx';
import type { ShownPeople } from './page.tsx';

/** As many lines of one kind are shown. */
const MOST_LINES = 200;

type FileProps = ShownPeople & {
  error?: string | undefined;
  problems?: readonly PeopleProblemText[];
  last?: LastImports | undefined;
  /** Whether an import was just put back. */
  said?: string | undefined;
};

/** Where a file of people is chosen. */
export function ImportFilePage({ error, problems = [], last, said, ...shown }: FileProps) {
  const { words } = shown;
  const { say } = words;
  return (
    <SitePage
      {...shown}
      path="/people"
      title={say('web.people.import')}
      hasErrors={error !== undefined || problems.length > 0}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      <ErrorSummary words={words} errors={{ file: error }} />
      <PeopleProblems words={words} problems={problems} />
      <p class="lead">{say('web.peopleFile.lead')}</p>
      <form method="post" action="/people/import" enctype="multipart/form-data">
        <Field
          name="file"
          label={say('web.import.file')}
          hint={say('web.peopleFile.hint')}
          error={error}
          control={(described) => (
            <input {...described} type="file" name="file" accept=".csv,.txt,text/csv,text/plain" required />
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.peopleFile.look')}</button>
          <a class="button" href="/people">
            {say('web.people.cancel')}
          </a>
        </p>
      </form>
      {last && <LastImports words={words} {...last} />}
    </SitePage>
  );
}

/** What is wrong with a file, line by line. */
export function PeopleProblems({
  words: { say },
  problems,
}: {
  words: Words;
  problems: readonly PeopleProblemText[];
}) {
  if (problems.length === 0) return <></>;
  return (
    <div class="summary" role="alert">
      <h2>{say('web.peopleFile.problems', { count: problems.length })}</h2>
      <ul>
        {problems.slice(0, MOST_LINES).map(({ line, column, reason }) => (
          <li>
            {say('web.import.problem', { line, column: column || say('web.stock.column.file'), why: reason })}
          </li>
        ))}
      </ul>
      {problems.length > MOST_LINES && (
        <p>{say('web.peopleFile.more', { count: problems.length - MOST_LINES })}</p>
      )}
    </div>
  );
}

/** Everything that is wrong with a file and with what it would do. */
export function problemsOf(words: Words, { file, plan }: PlannedFile): PeopleProblemText[] {
  return peopleProblemTexts(words, file, {
    found: [...file.rowProblems, ...plan.problems],
    noDepartment: 'web.peopleFile.noDepartment',
  });
}

/** What a form sends along from step to step. */
export function Carried({ sent, children }: { sent: SentImportForm; children?: Child }) {
  const { text, header, meaning, department } = sent;
  return (
    <>
      <input type="hidden" name="text" value={text} />
      {header.map((name, at) => (
        <>
          <input type="hidden" name="header" value={name} />
          <input type="hidden" name="meaning" value={meaning[at] ?? ''} />
        </>
      ))}
      {department && <input type="hidden" name="department" value={department} />}
      {children}
    </>
  );
}

type ColumnsProps = ShownPeople & { planned: PlannedFile; sent: SentImportForm };

/** What each column is taken for, to be corrected. */
export function ImportColumnsPage({ planned, sent, ...shown }: ColumnsProps) {
  const { words } = shown;
  const { say } = words;
  const { file } = planned;
  const columns = choosableColumns(file.columns).map((column, at) => ({ ...column, at }));
  const used = columns.filter(({ field }) => field !== undefined).length;
  const wrong = peopleProblemTexts(words, file, { found: [], noDepartment: 'web.peopleFile.noDepartment' });
  return (
    <SitePage
      {...shown}
      path="/people"
      title={say('web.peopleFile.columns', { used, count: columns.length })}
      tab={say('web.people.import')}
      hasErrors={wrong.length > 0}
    >
      <PeopleProblems words={words} problems={wrong} />
      <p class="lead">{say('web.peopleFile.columnsLead')}</p>
      <form method="post" action="/people/import/preview">
        <input type="hidden" name="text" value={sent.text} />
        <DataTable
          caption={say('web.peopleFile.columnsTable')}
          rows={columns}
          columns={[
            {
              label: say('web.peopleFile.column'),
              isMain: true,
              cell: ({ header, at }) => (
                <>
                  <label for={`column-${at}`}>{header}</label>
                  <input type="hidden" name="header" value={header} />
                </>
              ),
            },
            { label: say('web.peopleFile.example'), cell: ({ example }) => example },
            {
              label: say('web.peopleFile.means'),
              cell: ({ field, at }) => (
                <select name="meaning" id={`column-${at}`}>
                  <option value="" selected={field === undefined}>
                    {say('web.peopleFile.ignored')}
                  </option>
                  {choosableFields(field).map((one) => (
                    <option value={one} selected={one === field}>
                      {say(`web.peopleFile.field.${one}`)}
                    </option>
                  ))}
                </select>
              ),
            },
          ]}
        />
        <Missing words={words} planned={planned} />
        <p class="acts">
          <button class="button primary">{say('web.peopleFile.look')}</button>
          <a class="button" href="/people/import">
            {say('web.import.another')}
          </a>
        </p>
      </form>
    </SitePage>
  );
}

const TOLD = ['department', 'manager', 'role', 'employee_number', 'status'] as const;

/** Which columns the file has not, since that changes nothing of people. */
function Missing({ words: { say, locale }, planned: { file } }: { words: Words; planned: PlannedFile }) {
  const missing = TOLD.filter((field) => !file.headers.has(field));
  if (missing.length === 0) return <></>;
  const names = new Intl.ListFormat(locale).format(
    missing.map((field) => say(`web.peopleFile.field.${field}`)),
  );
  return <p class="note">{say('web.peopleFile.missing', { names })}</p>;
}
