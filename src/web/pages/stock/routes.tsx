import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { UploadedStock } from '#src/app.ts';
import { isCurrency } from '#src/domain/kit/money.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { mayAct } from '#src/domain/people/access.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { formProblemText } from '../../frame/form-problem-text.ts';
import { fileField, type FormProblem, tryForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { TroublePage } from '../trouble/page.tsx';
import { BatchPage } from './batch-page.tsx';
import { StockPage } from './page.tsx';
import { UploadPage, type UploadProps } from './upload-page.tsx';

const text = z.string().max(200).default('');
const Upload = z.object({
  file: fileField,
  name: text,
  product: text,
  value: text,
  currency: text.transform((value) => value.trim().toUpperCase()),
  dayOrder: z.enum(['dmy', 'mdy']).optional().catch(undefined),
  lengthsDiffer: text,
  only: text,
});
const LowAt = z.object({
  lowAt: z
    .string()
    .regex(/^\d{1,6}$/u)
    .transform(Number),
});
const Recall = z.object({ reason: z.string().trim().max(500).default('') });

const SAID = {
  uploaded: 'web.stock.saidUploaded',
  set: 'web.stock.saidSet',
  number: 'web.stock.notANumber',
} as const;

const MOST_BATCHES = 50;
const MOST_HOLDERS = 500;

/** Codes in stock, for HR, finance and admins: what is left, bringing more in, and recalling a bad file. Changes take a fresh second factor. */
export function stockRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.use(onlyWith(deps, (person) => mayAct(person, 'keep-stock')));
  routes.use('/upload', requireStepUp(deps, '/stock/upload'));
  routes.use('/products/*', requireStepUp(deps, '/stock'));
  routes.use('/:batchId/recall', async (c, next) => {
    return requireStepUp(deps, `/stock/${c.req.param('batchId')}`)(c, next);
  });

  routes.get('/', async (c) => {
    const { person } = c.get('signedIn');
    const [stock, batches] = await Promise.all([
      app.queries.reward.listStock(person),
      app.queries.reward.listBatches(person, { limit: MOST_BATCHES }),
    ]);
    return show(
      c,
      <StockPage {...shownTo(deps, c)} stock={stock} batches={batches} said={readSaid(deps, c)} />,
    );
  });
  routes.get('/upload', async (c) => showUpload(deps, c, { typed: {} }));
  routes.post('/upload', async (c) => {
    const read = await tryForm(c, Upload);
    if (!read.ok) return showUpload(deps, c, { typed: read.typed, errors: errorsOf(deps, read.problems) });
    const { file, only, ...typed } = read.data;
    const kept = { ...typed, dayOrder: typed.dayOrder ?? '' };
    if (file.size === 0) {
      return showUpload(deps, c, { typed: kept, errors: { file: words.say('web.stock.noFile') } });
    }
    const { name, ...defaults } = readDefaults(typed);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const upload = { actor: c.get('signedIn').person, name, bytes, defaults };
    const done = await (only === 'look' ? app.reward.planStock(upload) : app.reward.uploadStock(upload));
    if (!done.ok) {
      return showUpload(deps, c, { typed: kept, errors: { file: refusalText(words, done.refusal) } });
    }
    if (done.value.batchId) return c.redirect('/stock?said=uploaded', 303);
    return showUpload(deps, c, { typed: kept, uploaded: done.value });
  });
  routes.post('/products/:productId', async (c) => {
    const productId = c.req.param('productId');
    const read = await tryForm(c, LowAt);
    if (!isUuid(productId)) return missing(deps, c);
    if (!read.ok) return c.redirect('/stock?said=number', 303);
    const set = await app.reward.setLowAt({ actor: c.get('signedIn').person, productId, ...read.data });
    return set.ok ? c.redirect('/stock?said=set', 303) : missing(deps, c);
  });
  routes.get('/:batchId', async (c) => showBatch(deps, c));
  routes.post('/:batchId/recall', async (c) => {
    const batchId = c.req.param('batchId');
    if (!isUuid(batchId)) return missing(deps, c);
    const read = await tryForm(c, Recall);
    if (!read.ok) return showBatch(deps, c, errorsOf(deps, read.problems)['reason']);
    const actor = c.get('signedIn').person;
    const recalled = await app.reward.recallBatch({ actor, batchId, reason: read.data.reason });
    if (recalled.ok) return c.redirect(`/stock/${batchId}`, 303);
    return recalled.refusal.kind === 'unknown-batch'
      ? missing(deps, c)
      : showBatch(deps, c, refusalText(words, recalled.refusal));
  });
  return routes;
}

function shownTo(deps: SiteDeps, c: Context<SiteEnv>) {
  return { words: deps.words, organization: deps.organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

function readSaid(deps: SiteDeps, c: Context<SiteEnv>): string | undefined {
  const said = c.req.query('said');
  return said !== undefined && Object.hasOwn(SAID, said)
    ? deps.words.say(SAID[said as keyof typeof SAID])
    : undefined;
}

async function showUpload(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  page: Pick<UploadProps, 'typed' | 'errors'> & { uploaded?: UploadedStock },
) {
  const stock = await deps.app.queries.reward.listStock(c.get('signedIn').person);
  const products = [...new Set(stock.map(({ product }) => product))];
  const isWrong = page.errors !== undefined || (page.uploaded?.problems.length ?? 0) > 0;
  return show(c, <UploadPage {...shownTo(deps, c)} products={products} {...page} />, isWrong ? 400 : 200);
}

async function showBatch(deps: SiteDeps, c: Context<SiteEnv>, error?: string) {
  const batchId = c.req.param('batchId') ?? '';
  if (!isUuid(batchId)) return missing(deps, c);
  const { person } = c.get('signedIn');
  const [batch] = await deps.app.queries.reward.listBatches(person, { batchId, limit: 1 });
  if (!batch) return missing(deps, c);
  const holders = await deps.app.queries.reward.listHolders(person, { batchId, limit: MOST_HOLDERS });
  return show(
    c,
    <BatchPage {...shownTo(deps, c)} batch={batch} holders={holders} error={error} />,
    error ? 400 : 200,
  );
}

/** What the form says of the codes where the file does not. */
function readDefaults({
  name,
  product,
  value,
  currency,
  dayOrder,
  lengthsDiffer,
}: Omit<z.infer<typeof Upload>, 'file' | 'only'>) {
  const known = isCurrency(currency) ? currency : undefined;
  return { name, product, value, currency: known, dayOrder, lengthsDiffer: lengthsDiffer !== '' };
}

/** Beside each field what is wrong with it. Without a file, that it is missing says more. */
function errorsOf({ words }: SiteDeps, problems: readonly FormProblem[]): FieldErrors {
  const errors = problems.map((problem) => {
    const isMissing = problem.field === 'file' && problem.why === 'missing';
    return [problem.field, isMissing ? words.say('web.stock.noFile') : formProblemText(words, problem)];
  });
  return Object.fromEntries(errors) as FieldErrors;
}
