import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { CatalogueItem } from '#src/app.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Outcome, Refusal } from '#src/domain/outcome.ts';
import { deedsOf, mayAct } from '#src/domain/people/access.ts';
import type { ItemField } from '#src/domain/store/item.ts';
import { stockAfter } from '#src/domain/store/stock-after.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { type FormProps, ItemFormPage, typedOf } from './form-page.tsx';
import { exportRoute, importRoutes } from './import-routes.tsx';
import { CataloguePage } from './page.tsx';
import { PreviewPage } from './preview-page.tsx';
import { type ItemForm, readItemForm, SentItem } from './read-item-form.ts';

const Retiring = z.object({ to: z.enum(['retired', 'offered']) });

const SAID = {
  added: 'web.catalogue.saidAdded',
  changed: 'web.catalogue.saidChanged',
  imported: 'web.import.said',
  retired: 'web.catalogue.saidRetired',
  offered: 'web.catalogue.saidOffered',
} as const;

/** What the store offers: HR and admins keep it, finance reads it. Changes take a fresh second factor, as all of money do. */
export function catalogueRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.use(onlyWith(deps, ({ role }) => deedsOf(role, 'catalogue', 'all').includes('read')));

  routes.get('/', (c) => showCatalogue(deps, c));
  exportRoute(routes, deps);
  routes.use(
    '/*',
    onlyWith(deps, (person) => mayAct(person, 'keep-catalogue')),
  );
  routes.use('/:itemId/*', async (c, next) => {
    return requireStepUp(deps, `/catalogue/${c.req.param('itemId')}`)(c, next);
  });

  importRoutes(routes, deps, async (c) => (await namesFor(deps, c)).names);
  routes.get('/new', async (c) => showForm(deps, c, undefined, { typed: {}, errors: {} }));
  routes.post('/new', async (c) => {
    const form = await readItem(deps, c);
    if (!form.ok) return showForm(deps, c, undefined, form);
    if (!form.read.isConfirmed) return preview(deps, c, undefined, form.read);
    const { person: actor } = c.get('signedIn');
    const added = await app.store.addItem({ actor, fields: form.read.fields });
    return added.ok
      ? c.redirect('/catalogue?said=added', 303)
      : refused(deps, c, undefined, form.read, added.refusal);
  });
  routes.get('/:itemId', async (c) => {
    const item = await findItem(deps, c);
    return item ? showForm(deps, c, item, { typed: typedOf(item), errors: {} }) : missing(deps, c);
  });
  routes.post('/:itemId', async (c) => {
    const item = await findItem(deps, c);
    if (!item) return missing(deps, c);
    const form = await readItem(deps, c);
    if (!form.ok) return showForm(deps, c, item, form);
    const { fields, version, seenStock, isConfirmed } = form.read;
    if (!isConfirmed) return preview(deps, c, item, form.read);
    const { person: actor } = c.get('signedIn');
    const changed = await app.store.changeItem({
      actor,
      itemId: item.id,
      ...(version !== undefined && { version }),
      ...(seenStock !== undefined && { seenStock }),
      fields,
    });
    return changed.ok
      ? c.redirect('/catalogue?said=changed', 303)
      : refused(deps, c, item, form.read, changed.refusal);
  });
  routes.post('/:itemId/retire', async (c) => {
    const item = await findItem(deps, c);
    if (!item) return missing(deps, c);
    const { to } = await readForm(c, Retiring);
    const isRetired = to !== 'offered';
    const { person: actor } = c.get('signedIn');
    const done = await app.store.retireItem({ actor, itemId: item.id, isRetired });
    if (!done.ok)
      return showForm(deps, c, item, { typed: typedOf(item), errors: errorsOf(deps, done.refusal) });
    return c.redirect(`/catalogue?said=${isRetired ? 'retired' : 'offered'}`, 303);
  });
  return routes;
}

async function showCatalogue({ app, words, organization }: SiteDeps, c: Context<SiteEnv>) {
  const reader = c.get('signedIn');
  const items = await app.queries.store.listCatalogue(reader.person);
  const said = c.req.query('said');
  const page = (
    <CataloguePage
      words={words}
      organization={organization}
      reader={reader}
      items={items}
      mayChange={mayAct(reader.person, 'keep-catalogue')}
      said={
        said !== undefined && Object.hasOwn(SAID, said)
          ? words.say(SAID[said as keyof typeof SAID])
          : undefined
      }
    />
  );
  return show(c, page);
}

function shownTo(deps: SiteDeps, c: Context<SiteEnv>) {
  return { words: deps.words, organization: deps.organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

async function findItem(deps: SiteDeps, c: Context<SiteEnv>): Promise<CatalogueItem | undefined> {
  const itemId = c.req.param('itemId') ?? '';
  if (!isUuid(itemId)) return undefined;
  const items = await deps.app.queries.store.listCatalogue(c.get('signedIn').person);
  return items.find(({ id }) => id === itemId);
}

async function namesFor(deps: SiteDeps, c: Context<SiteEnv>) {
  const { person } = c.get('signedIn');
  const [everybody, departments, products] = await Promise.all([
    deps.app.queries.people.list(person),
    deps.app.queries.people.listDepartments(person),
    deps.app.queries.reward.listStock(person),
  ]);
  const currencies = [
    ...new Set([deps.organization.currency, ...departments.map(({ currency }) => currency)]),
  ];
  const people = everybody.filter(({ isDeactivated, isGuest }) => !isDeactivated && !isGuest);
  return { names: { people, departments, products }, currencies };
}

async function readItem(
  deps: SiteDeps,
  c: Context<SiteEnv>,
): Promise<{ ok: true; read: ItemForm } | { ok: false; typed: FormProps['typed']; errors: FieldErrors }> {
  const body = await readForm(c, SentItem);
  const { currencies } = await namesFor(deps, c);
  const uploaded = await takePicture(deps, c, body.file);
  const read = readItemForm(uploaded?.ok ? { ...body, ...uploaded.value } : body, { currencies });
  const wrong = Object.entries(read.wrong).map(([field, why]) => {
    return [field, refusalText(deps.words, { kind: 'bad-item', field: field as ItemField, why })];
  });
  const bad = uploaded && !uploaded.ok ? errorsOf(deps, uploaded.refusal) : {};
  const errors: FieldErrors = { ...Object.fromEntries(wrong), ...bad };
  return Object.keys(errors).length > 0 ? { ok: false, typed: read.typed, errors } : { ok: true, read };
}

/** A picture is kept as soon as it comes, so that what will be can be looked at: an item names it or nobody does. */
async function takePicture(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  file: File | undefined,
): Promise<Outcome<{ picture: string }> | undefined> {
  if (!file || file.size === 0) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return deps.app.store.addPicture({ actor: c.get('signedIn').person, bytes });
}

async function showForm(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  item: CatalogueItem | undefined,
  { typed, errors }: Pick<FormProps, 'typed' | 'errors'>,
) {
  const found = await namesFor(deps, c);
  const status = Object.keys(errors).length > 0 ? 400 : 200;
  return show(
    c,
    <ItemFormPage {...shownTo(deps, c)} {...found} item={item} typed={typed} errors={errors} />,
    status,
  );
}

async function preview(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  item: CatalogueItem | undefined,
  { typed, fields, seenStock }: ItemForm,
) {
  const { names } = await namesFor(deps, c);
  const path = item ? `/catalogue/${item.id}` : '/catalogue/new';
  const seen = item && seenStock !== undefined ? seenStock : (item?.inStock ?? null);
  const inStock = stockAfter(item?.inStock ?? null, { seen, said: fields.inStock });
  const after = { ...fields, kind: item?.kind ?? fields.kind, ...(inStock !== undefined && { inStock }) };
  const shown = { path, typed, before: item, after, names };
  return show(c, <PreviewPage {...shownTo(deps, c)} {...shown} />);
}

function refused(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  item: CatalogueItem | undefined,
  { typed }: ItemForm,
  refusal: Refusal,
) {
  return showForm(deps, c, item, { typed, errors: errorsOf(deps, refusal) });
}

function errorsOf({ words }: SiteDeps, refusal: Refusal): FieldErrors {
  const text = refusalText(words, refusal);
  if (refusal.kind === 'bad-item') return { [refusal.field]: text };
  return { [refusal.kind === 'bad-picture' ? 'picture' : 'name']: text };
}

/** Tells whoever has not the right that there is such a page, and that it is not theirs. */
export function onlyWith(
  { words, organization }: Pick<SiteDeps, 'words' | 'organization'>,
  isAllowed: (person: SiteEnv['Variables']['signedIn']['person']) => boolean,
): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const reader = c.get('signedIn');
    if (!isAllowed(reader.person)) {
      return show(
        c,
        <TroublePage words={words} organization={organization} reader={reader} trouble="no-right" />,
        403,
      );
    }
    await next();
    return undefined;
  };
}
