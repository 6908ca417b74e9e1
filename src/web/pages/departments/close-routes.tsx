import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { ListedDepartment } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { cleanText, hasControl } from '#src/domain/kit/fold.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { CloseDepartmentPage } from './close-page.tsx';

const Sent = z.object({
  to: z.enum(['closed', 'open']).catch('closed'),
  reason: z.string().max(10_000).default('').transform(cleanText),
});

const MOST_REASON = 500;

/** A department is closed, or opened again: what that means and what is in the way is shown, then it is done. */
export function closeRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  routes.get('/:departmentId/close', async (c) => {
    const department = await findInPath(deps, c);
    if (!department) return missing(deps, c);
    return showClosing(deps, c, { department, reason: '', errors: {}, status: 200 });
  });
  routes.post('/:departmentId/close', async (c) => {
    const department = await findInPath(deps, c);
    if (!department) return missing(deps, c);
    const { to, reason } = await readForm(c, Sent);
    const isWrong = reason === '' || reason.length > MOST_REASON || hasControl(reason);
    const errors = isWrong
      ? { reason: refusalText(deps.words, { kind: 'closing-reason-missing' }) }
      : undefined;
    if (errors) return showClosing(deps, c, { department, reason, errors, status: 400 });
    const by = c.get('signedIn').person;
    const asked = { department, isClosed: to === 'closed', reason, by };
    const closed = await deps.app.people.closeDepartment(asked);
    if (closed.ok) return c.redirect(`/departments?said=${to === 'closed' ? 'closed' : 'opened'}`, 303);
    return showClosing(deps, c, { department, reason, errors: {}, status: 409 });
  });
}

type Shown = { department: ListedDepartment; reason: string; errors: FieldErrors; status: 200 | 400 | 409 };

async function showClosing(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  { department, reason, errors, status }: Shown,
) {
  const { words, organization, app } = deps;
  const reader = c.get('signedIn');
  const toClosed = !department.isClosed;
  const asked = { department, isClosed: toClosed, reason, isDry: true, by: reader.person };
  const planned = await app.people.closeDepartment(asked);
  const page = (
    <CloseDepartmentPage
      words={words}
      organization={organization}
      reader={reader}
      department={department}
      toClosed={toClosed}
      holds={planned.ok ? planned.value.holds : undefined}
      inTheWay={planned.ok ? undefined : refusalText(words, planned.refusal)}
      typed={{ reason }}
      errors={errors}
    />
  );
  return show(c, page, status);
}

async function findInPath({ app }: SiteDeps, c: Context<SiteEnv>): Promise<ListedDepartment | undefined> {
  const all = await app.queries.people.listDepartmentsWithPeople(c.get('signedIn').person);
  return all.find(({ id }) => id === c.req.param('departmentId'));
}

function missing({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  const shown = { words, organization, reader: c.get('signedIn') };
  return show(c, <TroublePage {...shown} trouble="missing" />, 404);
}
