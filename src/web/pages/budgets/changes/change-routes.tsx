import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { dayStart, isDay } from '#src/domain/kit/period.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { may, mayAct, type Right } from '#src/domain/people/access.ts';
import type { FieldErrors } from '../../../frame/field.tsx';
import { readForm } from '../../../frame/read-form.ts';
import { show } from '../../../frame/show.tsx';
import { requireStepUp } from '../../../sign-in/require-step-up.ts';
import type { SiteDeps, SiteEnv } from '../../../site-deps.ts';
import { onlyWith } from '../../catalogue/routes.tsx';
import { TroublePage } from '../../trouble/page.tsx';
import type { BudgetDeed, ChangeForm, Mark, Typed, Wanted } from './change.ts';
import { ChangePage, ConfirmPage, NotYoursPage } from './pages.tsx';

const MOST_REASON = 500;

/** Every field is a text. What a page has room for it checks itself; this is what no field needs. */
const Sent = z.record(z.string(), z.string().max(2_000));

/** What every form of a change sends beside its own fields. */
const OURS = ['seen', 'reason', 'from', 'shownFor', 'id', 'step'];

/**
 * The routes of one change: a form, a page that shows before and after, and the press that does it. It takes the right, a fresh second
 * factor and a reason; a second press of the same button does nothing more, and one that comes after somebody else's change is refused.
 */
export function addChange(routes: Hono<SiteEnv>, deps: SiteDeps, change: BudgetDeed): void {
  routes.use(
    change.path,
    onlyWith(deps, (person) => mayAct(person, change.right)),
    async (c, next) => requireStepUp(deps, c.req.path)(c, next),
  );
  routes.get(change.path, async (c) => {
    const form = await open(deps, c, change);
    return form instanceof Response ? form : showForm(deps, c, form, { typed: form.typed });
  });
  routes.post(change.path, async (c) => {
    const sent = await readForm(c, Sent);
    const form = await open(deps, c, change);
    return form instanceof Response ? form : take(deps, c, form, sent);
  });
}

async function open(deps: SiteDeps, c: Context<SiteEnv>, change: BudgetDeed): Promise<ChangeForm | Response> {
  const reader = c.get('signedIn');
  const found = await change.open({ deps, reader, param: (name) => c.req.param(name) ?? '' });
  if (!found) return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
  return 'kind' in found ? showNotYours(deps, c, change, found) : found;
}

async function take(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  form: ChangeForm,
  sent: Record<string, string>,
): Promise<Response> {
  const { words } = deps;
  const typed = Object.fromEntries(Object.entries(sent).filter(([name]) => !OURS.includes(name)));
  const reason = (sent['reason'] ?? '').trim();
  const day = form.timeZone === undefined ? '' : (sent['from'] ?? '').trim();
  const shownFor = sent['shownFor'] ?? '';
  const entered = { typed, reason, from: day, shownFor };
  const start = readStart(deps, form, day);
  const read = await form.read(typed, start.ok ? start.from : undefined);
  const errors = {
    ...(read.ok ? {} : read.errors),
    ...(!start.ok && { from: start.error }),
    ...(form.takesReason && reasonErrors(deps, reason)),
  };
  if (!read.ok || !start.ok || Object.keys(errors).length > 0)
    return showForm(deps, c, form, { ...entered, errors });
  const { from } = start;
  const id = sent['id'] ?? '';
  const mark = { id, seen: sent['seen'] ?? '', reason };
  if (sent['step'] === 'save' && isUuid(id)) {
    return save(deps, c, form, { entered, mark: { ...mark, from }, wanted: read.wanted });
  }
  if (mark.seen !== form.seen) return showChanged(deps, c, form, { ...entered, start: from });
  const moved = await fieldsAt(deps, form, { ...entered, start: from });
  if (moved) return showMoved(deps, c, form, { ...entered, typed: moved });
  const preview = await read.wanted.preview(from);
  if (!preview.ok) return refuse(deps, c, form, { ...entered, refusal: preview.refusal });
  if (preview.value.rows.length === 0) {
    const nothing = { [form.main]: words.say('web.change.nothing') };
    return showForm(deps, c, form, { ...entered, errors: nothing });
  }
  const { rows, notes, below } = preview.value;
  const begins = startText(deps, form, from);
  const { button } = read.wanted;
  const shown = {
    ...shownTo(deps, c),
    path: c.req.path,
    typed,
    button: begins === undefined ? button : words.say('web.plan.button', { what: button, from: begins }),
    preview: {
      rows,
      notes: [
        ...(begins === undefined ? [] : [words.say('web.plan.until', { from: begins })]),
        ...notes,
        ...(await secondPersonNotes(deps, c, form)),
      ],
      below,
    },
  };
  return show(c, <ConfirmPage {...shown} mark={{ ...mark, from: day, id: crypto.randomUUID() }} />);
}

type Start = { ok: true; from: Date | undefined } | { ok: false; error: string };

/** When a change is to hold from: the beginning of a day that is still ahead, or at once where none was typed. */
function readStart({ words, clock }: SiteDeps, { timeZone }: ChangeForm, day: string): Start {
  if (timeZone === undefined || day === '') return { ok: true, from: undefined };
  if (!isDay(day)) return { ok: false, error: words.say('web.form.unreadable') };
  const from = dayStart(day, timeZone);
  if (from > clock.now()) return { ok: true, from };
  return { ok: false, error: refusalText(words, { kind: 'plan-not-ahead' }) };
}

function startText({ words }: SiteDeps, { timeZone }: ChangeForm, from: Date | undefined) {
  return from && words.date(from, timeZone);
}

async function save(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  form: ChangeForm,
  { entered, mark, wanted }: { entered: Entered; mark: Mark; wanted: Wanted },
): Promise<Response> {
  const saved = await wanted.save(mark);
  if (saved.ok) return c.redirect(`${form.back}?said=${mark.from ? 'planned' : form.said}`, 303);
  if (WAITS.has(saved.refusal.kind)) return c.redirect(`${form.back}?said=proposed`, 303);
  if (saved.refusal.kind === 'setting-changed')
    return showChanged(deps, c, form, { ...entered, start: mark.from });
  return refuse(deps, c, form, { ...entered, refusal: saved.refusal });
}

/** It is proposed, and nothing has changed yet. */
const WAITS: ReadonlySet<Refusal['kind']> = new Set(['second-person-asked', 'second-person-for-right']);

/** Above which amount the change would wait, where the organization has set one. */
async function secondPersonNotes({ app, words }: SiteDeps, c: Context<SiteEnv>, { currency }: ChangeForm) {
  const { person } = c.get('signedIn');
  const found = currency === undefined ? undefined : await app.queries.budget.findSecondPerson(person);
  const amountMinor = found?.setting[currency ?? ''];
  if (currency === undefined || amountMinor === undefined) return [];
  return [words.say('web.proposals.needs', { over: formatMoney({ amountMinor, currency }, words.locale) })];
}

function reasonErrors({ words }: SiteDeps, reason: string): FieldErrors {
  if (reason === '') return { reason: words.say('web.change.noReason') };
  return reason.length > MOST_REASON ? { reason: words.say('web.form.long', { most: MOST_REASON }) } : {};
}

/** `shownFor`: the day of which the fields told when they were filled in; empty for now. */
type Entered = { typed: Typed; reason?: string; from?: string; shownFor?: string; errors?: FieldErrors };

type EnteredFor = Entered & { start: Date | undefined };

/**
 * The fields for the day that was typed, with what was changed in them; undefined where all that was left as it was holds then, too. What
 * somebody left as it was means what will be, and never what was.
 */
async function fieldsAt(
  deps: SiteDeps,
  form: ChangeForm,
  { typed, shownFor = '', start }: EnteredFor,
): Promise<Typed | undefined> {
  const told = readStart(deps, form, shownFor);
  const [before, after] = [
    await typedFor(form, told.ok ? told.from : undefined),
    await typedFor(form, start),
  ];
  const changed = Object.fromEntries(Object.entries(typed).filter(([name, text]) => text !== before[name]));
  const isSame = Object.keys(after).every((name) => name in changed || before[name] === after[name]);
  return isSame ? undefined : { ...after, ...changed };
}

async function typedFor(form: ChangeForm, start: Date | undefined): Promise<Typed> {
  return start && form.typedAt ? form.typedAt(start) : form.typed;
}

/** The fields as they will be on the day that was typed: what was left as it was is to be looked at first. */
function showMoved(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  form: ChangeForm,
  { from = '', ...entered }: Entered,
) {
  const errors = { from: deps.words.say(from === '' ? 'web.plan.otherNow' : 'web.plan.other') };
  const shown = { ...shownTo(deps, c), form, path: c.req.path, ...entered, from, shownFor: from, errors };
  return show(c, <ChangePage {...shown} />, 409);
}

function showForm(deps: SiteDeps, c: Context<SiteEnv>, form: ChangeForm, entered: Entered) {
  const status = Object.keys(entered.errors ?? {}).length > 0 ? 400 : 200;
  return show(c, <ChangePage {...shownTo(deps, c)} form={form} path={c.req.path} {...entered} />, status);
}

/** Somebody was quicker: the form as it is now, or as it will be on the day that was typed. */
async function showChanged(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  form: ChangeForm,
  { start, reason = '', from = '' }: EnteredFor,
) {
  const errors = { [form.main]: refusalText(deps.words, { kind: 'setting-changed' }) };
  const entered = { typed: await typedFor(form, start), reason, from, shownFor: from };
  const shown = { ...shownTo(deps, c), form, path: c.req.path, ...entered, errors };
  return show(c, <ChangePage {...shown} />, 409);
}

/** What is wrong with the day, and not with what was typed. */
const ABOUT_THE_DAY: ReadonlySet<Refusal['kind']> = new Set([
  'plan-not-ahead',
  'plan-off-period',
  'plan-never-fits',
]);

function refuse(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  form: ChangeForm,
  { refusal, ...entered }: Entered & { refusal: Refusal },
) {
  const field = ABOUT_THE_DAY.has(refusal.kind) ? 'from' : form.main;
  const errors = { [field]: refusalText(deps.words, refusal) };
  return show(
    c,
    <ChangePage {...shownTo(deps, c)} form={form} path={c.req.path} {...entered} errors={errors} />,
    409,
  );
}

/** What somebody has by themselves: whoever else has the right may change it, of the same department too. */
const OF_A_PERSON: ReadonlySet<Right> = new Set(['set-allowances', 'set-roles']);

/** Who else has the right, and could be asked: for a department, nobody of it. */
async function showNotYours(deps: SiteDeps, c: Context<SiteEnv>, change: BudgetDeed, refusal: Refusal) {
  const { person } = c.get('signedIn');
  const departmentId = c.req.param('departmentId') ?? '';
  const people = await deps.app.queries.people.list(person);
  const own = people.find(({ id }) => id === person.id)?.department;
  const near = OF_A_PERSON.has(change.right) ? undefined : own;
  const others = people.filter(({ id, role, department, isDeactivated }) => {
    return id !== person.id && !isDeactivated && may(role, change.right) && department !== near;
  });
  const back = isUuid(departmentId) ? `/budgets/${departmentId}` : '/budgets';
  const names = others.map(({ name }) => name);
  return show(c, <NotYoursPage {...shownTo(deps, c)} refusal={refusal} others={names} back={back} />, 403);
}

function shownTo(deps: SiteDeps, c: Context<SiteEnv>) {
  return { words: deps.words, organization: deps.organization, reader: c.get('signedIn') };
}
