import type { ClosedDepartment } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import type { ShownDepartments } from './page.tsx';

type CloseProps = ShownDepartments & {
  department: { id: string; name: string; currency: string; people: number };
  /** Whether it would be closed; else it is opened again. */
  toClosed: boolean;
  /** What is in it; undefined where something is in the way. */
  holds: ClosedDepartment['holds'] | undefined;
  /** What is in the way, in words. */
  inTheWay: string | undefined;
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
};

/** What it means to close a department, or to open it again, and what is in the way, with the one button that does it. */
export function CloseDepartmentPage({ department, toClosed, holds, inTheWay, ...rest }: CloseProps) {
  const { typed, errors, ...shown } = rest;
  const { words } = shown;
  const { say } = words;
  const { id, name } = department;
  const title = say(toClosed ? 'web.departments.closeTitle' : 'web.departments.openTitle', { name });
  return (
    <SitePage {...shown} path="/departments" title={title} hasErrors={Object.keys(errors).length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <p class="lead">{say(toClosed ? 'web.departments.closeLead' : 'web.departments.openLead')}</p>
      {inTheWay && <p>{inTheWay}</p>}
      {toClosed && <What {...shown} department={department} holds={holds} />}
      {inTheWay ? (
        <p class="acts">
          <a class="button" href={`/departments/${id}`}>
            {say('web.people.cancel')}
          </a>
        </p>
      ) : (
        <form method="post" action={`/departments/${id}/close`}>
          <input type="hidden" name="to" value={toClosed ? 'closed' : 'open'} />
          <Field
            name="reason"
            label={say('web.departments.why')}
            hint={say('web.departments.whyHint')}
            error={errors['reason']}
            control={(described) => (
              <textarea {...described} name="reason" rows={3} maxlength={500} required>
                {typed['reason'] ?? ''}
              </textarea>
            )}
          />
          <p class="acts">
            <button class={`button ${toClosed ? 'danger' : 'primary'}`}>{title}</button>
            <a class="button" href={`/departments/${id}`}>
              {say('web.people.cancel')}
            </a>
          </p>
        </form>
      )}
    </SitePage>
  );
}

function What({ words, department, holds }: ShownDepartments & Pick<CloseProps, 'department' | 'holds'>) {
  const { say, locale } = words;
  const { id, currency, people } = department;
  const left = { amountMinor: holds?.leftMinor ?? 0n, currency };
  return (
    <ul class="remarks">
      {people > 0 && (
        <li>
          <a href={`/people?department=${id}`}>{say('web.departments.whoIsThere', { count: people })}</a>
        </li>
      )}
      {left.amountMinor > 0n && (
        <li>{say('web.departments.leftThere', { amount: formatMoney(left, locale) })}</li>
      )}
      {holds && holds.links > 0 && <li>{say('web.departments.linksThere', { count: holds.links })}</li>}
      <li>{say('web.departments.stays')}</li>
    </ul>
  );
}
