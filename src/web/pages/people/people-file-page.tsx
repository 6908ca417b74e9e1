import type { PlannedFile } from '#src/app.ts';
import { type Change, changesRights } from '#src/domain/people/plan-people.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SelectField } from '../../frame/select-field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { FIELD_LABELS, valueText } from './change-page.tsx';
import type { SentImportForm } from './import-form.ts';
import { Carried, PeopleProblems, problemsOf } from './import-pages.tsx';
import type { ShownPeople } from './page.tsx';

const MOST_LINES = 200;

type PreviewProps = ShownPeople & {
  planned: PlannedFile;
  sent: SentImportForm;
  departments: readonly { id: string; name: string; isClosed: boolean }[];
  /** Somebody changed people since the last look, or the second word about a mass of leavers is missing. */
  notice?: 'web.peopleFile.changed' | 'web.peopleFile.massMissing' | undefined;
};

/** What a file would do: who is new, whose rights change, who leaves, and what is in its way. */
export function PeopleFilePage({ planned, sent, departments, notice, ...shown }: PreviewProps) {
  const { words } = shown;
  const { say } = words;
  const { plan } = planned;
  const problems = problemsOf(words, planned);
  const rights = plan.changes.filter((change) => changesRights(change) && !isLeaving(change));
  const others = plan.changes.filter((change) => !changesRights(change));
  const title = problems.length > 0 ? say('web.peopleFile.notYet') : wouldText(words, planned);
  return (
    <SitePage
      {...shown}
      path="/people"
      title={title}
      tab={say('web.people.import')}
      hasErrors={problems.length > 0}
    >
      {notice && (
        <p class="summary" role="alert">
          {say(notice)}
        </p>
      )}
      <PeopleProblems words={words} problems={problems} />
      <p>{say('web.peopleFile.known', { count: plan.updated })}</p>
      {plan.departments.length > 0 && (
        <p>{say('web.peopleFile.newDepartments', { names: namesText(words, plan.departments) })}</p>
      )}
      <Newcomers words={words} planned={planned} departments={departments} />
      <Leavers words={words} leavers={plan.changes.filter(isLeaving)} />
      <Changes words={words} title={say('web.peopleFile.rights')} changes={rights} />
      <Changes words={words} title={say('web.peopleFile.otherChanges')} changes={others} />
      {plan.skipped.length > 0 && (
        <p class="note">
          {say('web.peopleFile.skipped', {
            names: namesText(
              words,
              plan.skipped.map((name) => ({ name })),
            ),
          })}
        </p>
      )}
      <Choices words={words} planned={planned} sent={sent} departments={departments} />
      <Confirm words={words} planned={planned} sent={sent} isBad={problems.length > 0} />
    </SitePage>
  );
}

function isLeaving({ kind }: Change): boolean {
  return kind === 'deactivated';
}

function changedPeople(changes: readonly Change[]): number {
  return new Set(changes.map(({ personId }) => personId)).size;
}

function wouldText({ say, locale }: Words, { plan, leaving }: PlannedFile): string {
  const added = plan.people.filter(({ before }) => !before).length;
  const changed = changedPeople(plan.changes) - leaving;
  const parts = [
    ...(added > 0 ? [say('web.peopleFile.adds', { count: added })] : []),
    ...(changed > 0 ? [say('web.peopleFile.changes', { count: changed })] : []),
    ...(leaving > 0 ? [say('web.peopleFile.leaves', { count: leaving })] : []),
  ];
  if (parts.length === 0) return say('web.peopleFile.nothing');
  return say('web.peopleFile.would', { what: new Intl.ListFormat(locale).format(parts) });
}

function namesText({ say }: Words, named: readonly { name: string }[]): string {
  const names = named
    .slice(0, MOST_LINES)
    .map(({ name }) => name)
    .join(', ');
  const count = named.length - MOST_LINES;
  return count > 0 ? say('people.import.more', { names, count }) : names;
}

function Newcomers({
  words,
  planned: { plan },
  departments,
}: {
  words: Words;
  planned: PlannedFile;
  departments: readonly { id: string; name: string }[];
}) {
  const { say } = words;
  const added = plan.people.filter(({ before }) => !before).map(({ person }) => person);
  if (added.length === 0) return <></>;
  const rooms = new Map([...departments, ...plan.departments].map(({ id, name }) => [id, name]));
  const rows = added.toSorted((a, b) => Number(b.role !== 'employee') - Number(a.role !== 'employee'));
  return (
    <section aria-labelledby="new">
      <h2 id="new">{say('web.peopleFile.new', { count: added.length })}</h2>
      <DataTable
        caption={say('web.peopleFile.new', { count: added.length })}
        rows={rows.slice(0, MOST_LINES)}
        columns={[
          {
            label: say('web.people.name'),
            isMain: true,
            cell: ({ name, email }) => (
              <span class="what">
                {name}
                {email && <span class="sub">{email}</span>}
              </span>
            ),
          },
          { label: say('web.people.department'), cell: ({ departmentId }) => rooms.get(departmentId) ?? '' },
          { label: say('web.people.role'), cell: ({ role }) => say(`role.${role}`) },
        ]}
      />
      {rows.length > MOST_LINES && <p>{say('web.peopleFile.more', { count: rows.length - MOST_LINES })}</p>}
    </section>
  );
}

function Leavers({ words, leavers }: { words: Words; leavers: readonly Change[] }) {
  const { say } = words;
  if (leavers.length === 0) return <></>;
  return (
    <section aria-labelledby="leaving">
      <h2 id="leaving">{say('web.peopleFile.leaving', { count: leavers.length })}</h2>
      <p>{namesText(words, leavers)}</p>
      <p class="note">{say('web.peopleFile.leavingText')}</p>
    </section>
  );
}

/** Changes of people, from what to what. */
export function Changes({
  words,
  title,
  changes,
}: {
  words: Words;
  title: string;
  changes: readonly Change[];
}) {
  const { say } = words;
  if (changes.length === 0) return <></>;
  return (
    <section>
      <h2>{title}</h2>
      <DataTable
        caption={title}
        rows={changes.slice(0, MOST_LINES)}
        columns={[
          { label: say('web.people.name'), isMain: true, cell: ({ name }) => name },
          { label: say('web.catalogue.what'), cell: ({ kind }) => say(FIELD_LABELS[kind]) },
          { label: say('web.catalogue.was'), cell: ({ kind, from }) => valueText(words, kind, from) },
          { label: say('web.catalogue.willBe'), cell: ({ kind, to }) => valueText(words, kind, to) },
        ]}
      />
      {changes.length > MOST_LINES && (
        <p>{say('web.peopleFile.more', { count: changes.length - MOST_LINES })}</p>
      )}
    </section>
  );
}

type ChoiceProps = Pick<PreviewProps, 'planned' | 'sent' | 'departments'> & { words: Words };

/** What else may happen: nothing of it does unless it is chosen, and then it is shown first. */
function Choices({ words, planned: { plan, file }, sent, departments }: ChoiceProps) {
  const { say } = words;
  const asksDepartment = sent.department !== '' || !file.headers.has('department');
  const absent = plan.absent.filter(({ id }) => !plan.kept.some((one) => one.id === id));
  if (!asksDepartment && plan.absent.length === 0 && plan.gone.length === 0 && !sent.bringBack) return <></>;
  return (
    <form method="post" action="/people/import/preview" class="panel">
      <Carried sent={{ ...sent, department: '' }} />
      {asksDepartment && (
        <SelectField
          name="department"
          label={say('web.peopleFile.department')}
          chosen={sent.department}
          options={[
            ['', say('web.catalogue.choose')],
            ...departments.filter(({ isClosed }) => !isClosed).map(({ name }) => [name, name] as const),
          ]}
        />
      )}
      {absent.length > 0 && (
        <div class="field">
          <p>{say('web.peopleFile.absent', { count: absent.length, names: namesText(words, absent) })}</p>
          <label>
            <input type="checkbox" name="absent" value="yes" checked={sent.absent === 'yes'} />{' '}
            {say('web.peopleFile.deactivateAbsent', { count: absent.length })}
          </label>
        </div>
      )}
      {plan.kept.length > 0 && (
        <p class="note">{say('web.peopleFile.kept', { names: namesText(words, plan.kept) })}</p>
      )}
      {(plan.gone.length > 0 || sent.bringBack) && (
        <div class="field">
          {plan.gone.length > 0 && (
            <p>{say('web.peopleFile.gone', { names: namesText(words, plan.gone) })}</p>
          )}
          <label>
            <input type="checkbox" name="bringBack" value="yes" checked={sent.bringBack === 'yes'} />{' '}
            {say('web.peopleFile.bringBack')}
          </label>
        </div>
      )}
      <p class="acts">
        <button class="button">{say('web.peopleFile.lookAgain')}</button>
      </p>
    </form>
  );
}

function Confirm({
  words,
  planned,
  sent,
  isBad,
}: {
  words: Words;
  planned: PlannedFile;
  sent: SentImportForm;
  isBad: boolean;
}) {
  const { say } = words;
  const { plan, sight, isMass, leaving, active } = planned;
  const isDoing = !isBad && plan.people.length > 0;
  return (
    <>
      {isDoing && (
        <form method="post" action="/people/import/confirm">
          <Carried sent={sent}>
            {sent.bringBack && <input type="hidden" name="bringBack" value="yes" />}
            {sent.absent && <input type="hidden" name="absent" value="yes" />}
            <input type="hidden" name="sight" value={sight} />
          </Carried>
          {isMass && (
            <div class="field">
              <label>
                <input type="checkbox" name="mass" value="yes" required />{' '}
                {say('web.peopleFile.mass', { leaving, active })}
              </label>
            </div>
          )}
          <p class="acts">
            <button class={leaving > 0 ? 'button danger' : 'button primary'}>
              {say('web.peopleFile.confirm')}
            </button>
          </p>
        </form>
      )}
      <div class="acts">
        <form method="post" action="/people/import/columns">
          <Carried sent={sent} />
          <button class="button">{say('web.peopleFile.backToColumns')}</button>
        </form>
        <a class="button" href="/people/import">
          {say('web.import.another')}
        </a>
      </div>
    </>
  );
}

/** What a file did, in numbers. */
export function ImportDonePage({
  planned,
  waiting,
  ...shown
}: ShownPeople & { planned: PlannedFile; waiting: readonly string[] }) {
  const { say } = shown.words;
  const { plan, leaving } = planned;
  const added = plan.people.filter(({ before }) => !before).length;
  const changed = changedPeople(plan.changes) - leaving;
  return (
    <SitePage {...shown} path="/people" title={say('web.peopleFile.done')}>
      <ul class="problems">
        <li>{say('web.peopleFile.adds', { count: added })}</li>
        <li>{say('web.peopleFile.changes', { count: changed })}</li>
        <li>{say('web.peopleFile.leaves', { count: leaving })}</li>
        <li>{say('web.peopleFile.departmentsAdded', { count: plan.departments.length })}</li>
        {waiting.map((why) => (
          <li>{why}</li>
        ))}
      </ul>
      <p class="acts">
        <a class="button primary" href="/people">
          {say('web.people.back')}
        </a>
        <a class="button" href="/people/import">
          {say('web.import.another')}
        </a>
      </p>
    </SitePage>
  );
}
