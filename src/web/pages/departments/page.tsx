import type { ListedDepartment, SignedIn } from '#src/app.ts';
import { TIME_ZONES } from '#src/domain/kit/period.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { ErrorSummary, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { TextField } from '../../frame/text-field.tsx';

export type ShownDepartments = { words: Words; organization: { name: string }; reader: SignedIn };

type ListProps = ShownDepartments & {
  departments: readonly ListedDepartment[];
  keeps: boolean;
  said: string | undefined;
};

/** The departments that the reader may see, with the people in them. */
export function DepartmentsPage({ departments, keeps, said, ...shown }: ListProps) {
  const { say } = shown.words;
  return (
    <SitePage
      {...shown}
      path="/departments"
      title={say('web.departments.title', { count: departments.length })}
      tab={say('web.nav.departments')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {keeps && (
        <p class="acts">
          <a class="button primary" href="/departments/new">
            {say('web.departments.add')}
          </a>
        </p>
      )}
      {departments.length === 0 ? (
        <p class="lead">{say('web.departments.none')}</p>
      ) : (
        <DataTable
          caption={say('web.nav.departments')}
          rows={departments}
          columns={[
            {
              label: say('web.people.name'),
              isMain: true,
              cell: ({ id, name, isClosed }) => (
                <span>
                  {keeps ? <a href={`/departments/${id}`}>{name}</a> : name}{' '}
                  {isClosed && <span class="badge">{say('web.departments.closed')}</span>}
                </span>
              ),
            },
            {
              label: say('web.departments.people'),
              isAmount: true,
              cell: ({ id, people }) => <a href={`/people?department=${id}`}>{String(people)}</a>,
            },
            { label: say('web.wallet.currency'), cell: ({ currency }) => currency },
            { label: say('web.people.region'), cell: ({ region }) => region || say('web.people.none') },
            { label: say('web.departments.timeZone'), cell: ({ timeZone }) => timeZone },
          ]}
        />
      )}
    </SitePage>
  );
}

type FormProps = ShownDepartments & {
  /** The one that is changed; undefined for a new one. */
  department: Pick<ListedDepartment, 'id' | 'name' | 'isClosed'> | undefined;
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
};

/** What a department is called, in which currency it gives, and where it is. */
export function DepartmentFormPage({ department, typed, errors, ...shown }: FormProps) {
  const { words } = shown;
  const { say } = words;
  return (
    <SitePage
      {...shown}
      path="/departments"
      title={
        department ? say('web.departments.change', { name: department.name }) : say('web.departments.add')
      }
      hasErrors={Object.keys(errors).length > 0}
    >
      <ErrorSummary words={words} errors={errors} />
      <form method="post" action={department ? `/departments/${department.id}` : '/departments/new'}>
        {department && SEEN.map((name) => <input type="hidden" name={name} value={typed[name] ?? ''} />)}
        <TextField name="name" label={say('web.people.name')} typed={typed} error={errors['name']} />
        <TextField
          name="currency"
          label={say('web.wallet.currency')}
          hint={say('web.departments.currencyHint')}
          typed={typed}
          error={errors['currency']}
        />
        <TextField
          name="region"
          label={say('web.people.region')}
          hint={say('web.departments.regionHint')}
          typed={typed}
          error={errors['region']}
        />
        <TextField
          name="timeZone"
          label={say('web.departments.timeZone')}
          hint={say(department ? 'web.departments.zoneMoves' : 'web.departments.zoneHint')}
          typed={typed}
          error={errors['timeZone']}
          list="zones"
        />
        <datalist id="zones">
          {TIME_ZONES.map((zone) => (
            <option value={zone} />
          ))}
        </datalist>
        <p class="acts">
          <button class="button primary">{say('web.catalogue.look')}</button>
          <a class="button" href="/departments">
            {say('web.people.cancel')}
          </a>
        </p>
      </form>
      {department && (
        <p class="acts">
          <a class="button" href={`/departments/${department.id}/close`}>
            {say(
              department.isClosed ? 'web.departments.openTitle' : 'web.departments.closeTitle',
              department,
            )}
          </a>
        </p>
      )}
    </SitePage>
  );
}

/** How the department was when its form was opened. */
const SEEN = ['seenName', 'seenCurrency', 'seenRegion', 'seenTimeZone'] as const;

type PreviewProps = ShownDepartments & {
  path: string;
  name: string;
  isNew: boolean;
  typed: Readonly<Record<string, string>>;
  rows: readonly { label: string; was: string; willBe: string }[];
  notes: readonly string[];
};

/** What a department is and what it will be, with the one button that makes it so. */
export function DepartmentPreviewPage({ path, name, isNew, typed, rows, notes, ...shown }: PreviewProps) {
  const { say } = shown.words;
  const title = isNew ? say('web.departments.saveNew', { name }) : say('web.departments.change', { name });
  return (
    <SitePage {...shown} path="/departments" title={rows.length === 0 ? say('web.catalogue.nothing') : title}>
      {rows.length > 0 && (
        <DataTable
          caption={title}
          rows={rows}
          columns={[
            { label: say('web.catalogue.what'), isMain: true, cell: ({ label }) => label },
            ...(isNew ? [] : [{ label: say('web.catalogue.was'), cell: ({ was }: { was: string }) => was }]),
            { label: say('web.catalogue.willBe'), cell: ({ willBe }) => willBe },
          ]}
        />
      )}
      {notes.map((note) => (
        <p>{note}</p>
      ))}
      <form method="post" action={path} class="acts">
        {Object.entries({ ...typed, step: 'save' }).map(([field, value]) => (
          <input type="hidden" name={field} value={value} />
        ))}
        {rows.length > 0 && <button class="button primary">{title}</button>}
        <a class="button" href={path}>
          {say('web.catalogue.again')}
        </a>
      </form>
    </SitePage>
  );
}
