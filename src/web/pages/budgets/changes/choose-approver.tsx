import type { Context } from 'hono';
import type { ListedPerson, SignedIn } from '#src/app.ts';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';
import type { Words } from '#src/words/words.ts';
import { Field } from '../../../frame/field.tsx';
import { show } from '../../../frame/show.tsx';
import { SitePage } from '../../../frame/site-page.tsx';
import type { SiteDeps, SiteEnv } from '../../../site-deps.ts';
import { TroublePage } from '../../trouble/page.tsx';
import { findBudget } from './find-budget.ts';

const MOST_FOUND = 20;
const MOST_TYPED = 200;

/** Shows who may be meant by what was typed, each with the way to their role. */
export async function chooseApprover(deps: SiteDeps, c: Context<SiteEnv>): Promise<Response> {
  const { app, words, organization } = deps;
  const reader = c.get('signedIn');
  const shown = { words, organization, reader };
  const found = await findBudget({ deps, reader, param: (name) => c.req.param(name) ?? '' });
  if (!found) return show(c, <TroublePage {...shown} trouble="missing" />, 404);
  const text = withPlainTexts((c.req.query('q') ?? '').trim()).slice(0, MOST_TYPED);
  const filter = { text, state: 'active', limit: MOST_FOUND } as const;
  const listed =
    text === '' ? { people: [], count: 0 } : await app.queries.people.listPage(reader.person, filter);
  const people = listed.people.filter(({ id }) => id !== reader.person.id);
  const more = { people, more: listed.count - listed.people.length, text, department: found.department };
  return show(c, <ChooseApproverPage {...shown} {...more} />);
}

type ChooseProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  department: { id: string; name: string };
  people: readonly ListedPerson[];
  /** How many match beside those that are shown. */
  more: number;
  text: string;
};

function ChooseApproverPage({ department, people, more, text, ...shown }: ChooseProps) {
  const { say } = shown.words;
  const here = `/budgets/${department.id}`;
  return (
    <SitePage {...shown} path="/budgets" title={say('web.approver.title', { department: department.name })}>
      <p class="lead">{say('web.approver.lead')}</p>
      <ApproverSearch words={shown.words} departmentId={department.id} text={text} />
      {text !== '' && people.length === 0 && <p>{say('web.approver.none', { text })}</p>}
      {people.length > 0 && (
        <ul class="cards">
          {people.map(({ id, name, role, email, department: theirs }) => (
            <li>
              <h3>{name}</h3>
              <p class="note">{[say(`role.${role}`), theirs, email].filter(Boolean).join(' · ')}</p>
              <p class="acts">
                <a class="button" href={`${here}/approvers/${id}`}>
                  {say('web.approver.choose')}
                  <span class="visually-hidden">: {email ?? name}</span>
                </a>
              </p>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p class="note">{say('web.approver.more', { count: more })}</p>}
      <p class="acts">
        <a class="button" href={here}>
          {say('web.change.cancel')}
        </a>
      </p>
    </SitePage>
  );
}

/** Looks for somebody by their name, address or employee number. */
export function ApproverSearch({
  words: { say },
  departmentId,
  text = '',
}: {
  words: Words;
  departmentId: string;
  text?: string;
}) {
  return (
    <form method="get" action={`/budgets/${departmentId}/approvers`}>
      <Field
        name="q"
        label={say('web.approver.find')}
        control={(described) => (
          <input {...described} name="q" value={text} maxlength={MOST_TYPED} autocomplete="off" />
        )}
      />
      <p class="acts">
        <button class="button">{say('web.approver.search')}</button>
      </p>
    </form>
  );
}
