import type { ListedBatch, ListedStock, SignedIn } from '#src/app.ts';
import { lastDayText } from '#src/chat/cards/gift-card.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

type StockProps = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  stock: readonly ListedStock[];
  batches: readonly ListedBatch[];
  said?: string | undefined;
};

/** What is left in stock, the files that came, and the way to bring more in. */
export function StockPage({ words, organization, reader, stock, batches, said }: StockProps) {
  const { say } = words;
  const { timeZone } = organization;
  const left = stock.reduce((sum, one) => sum + one.left, 0);
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/stock"
      title={say('web.stock.title', { count: left })}
      tab={say('web.nav.stock')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {stock.length === 0 && <p class="lead">{say('web.stock.empty')}</p>}
      <p class="acts">
        <a class="button primary" href="/stock/upload">
          {say('web.stock.uploadTitle')}
        </a>
      </p>
      {stock.length > 0 && <Left words={words} stock={stock} timeZone={timeZone} />}
      {batches.length > 0 && <Batches words={words} batches={batches} timeZone={timeZone} />}
      {stock.length > 0 && <Levels words={words} stock={stock} />}
    </SitePage>
  );
}

function Left({ words, stock, timeZone }: { words: Words; stock: readonly ListedStock[]; timeZone: string }) {
  const { say, locale } = words;
  const rows = stock.flatMap((one) => one.levels.map((level) => ({ ...one, level })));
  return (
    <section aria-labelledby="left">
      <h2 id="left">{say('web.stock.leftTitle')}</h2>
      <DataTable
        caption={say('web.stock.leftTitle')}
        rows={rows}
        columns={[
          {
            label: say('web.stock.product'),
            isMain: true,
            cell: ({ product, isLow }) => (
              <>
                {product}
                {isLow && <span class="badge">{say('web.stock.low')}</span>}
              </>
            ),
          },
          {
            label: say('web.stock.value'),
            isAmount: true,
            cell: ({ valueMinor: amountMinor, currency }) => formatMoney({ amountMinor, currency }, locale),
          },
          {
            label: say('web.stock.expires'),
            cell: ({ level: { expiresAt: at } }) =>
              at ? lastDayText(words, { at, timeZone }) : say('web.stock.never'),
          },
          {
            label: say('web.stock.left'),
            isAmount: true,
            isMain: true,
            cell: ({ level }) => String(level.left),
          },
          { label: say('web.stock.taken'), isAmount: true, cell: ({ level }) => String(level.taken) },
          { label: say('web.stock.expired'), isAmount: true, cell: ({ level }) => String(level.expired) },
          { label: say('web.stock.recalled'), isAmount: true, cell: ({ level }) => String(level.recalled) },
        ]}
      />
    </section>
  );
}

function Batches({
  words,
  batches,
  timeZone,
}: {
  words: Words;
  batches: readonly ListedBatch[];
  timeZone: string;
}) {
  const { say } = words;
  return (
    <section aria-labelledby="batches">
      <h2 id="batches">{say('web.stock.batches')}</h2>
      <DataTable
        caption={say('web.stock.batches')}
        rows={batches}
        columns={[
          {
            label: say('web.stock.batch'),
            isMain: true,
            cell: ({ batchId, name }) => <a href={`/stock/${batchId}`}>{name}</a>,
          },
          { label: say('web.stock.product'), cell: ({ products }) => products.join(', ') },
          {
            label: say('web.stock.uploaded'),
            cell: ({ uploadedAt, uploadedBy }) => (
              <>
                <time datetime={uploadedAt.toISOString()} title={words.dateAndTime(uploadedAt, timeZone)}>
                  {words.date(uploadedAt, timeZone)}
                </time>
                {uploadedBy && <span class="sub">{uploadedBy}</span>}
              </>
            ),
          },
          { label: say('web.stock.codes'), isAmount: true, cell: ({ codes }) => String(codes) },
          { label: say('web.stock.left'), isAmount: true, cell: ({ left }) => String(left) },
          {
            label: say('web.catalogue.status'),
            cell: ({ recalledAt }) => (recalledAt ? say('web.stock.isRecalled') : ''),
          },
        ]}
      />
    </section>
  );
}

/** Below how many somebody is told, product by product. */
function Levels({ words, stock }: { words: Words; stock: readonly ListedStock[] }) {
  const { say, locale } = words;
  return (
    <section aria-labelledby="levels">
      <h2 id="levels">{say('web.stock.levelsTitle')}</h2>
      <p>{say('web.stock.levelsText')}</p>
      {stock.map(({ productId, product, valueMinor: amountMinor, currency, lowAt }) => (
        <form method="post" action={`/stock/products/${productId}`} class="filter">
          <Field
            name={`low-${productId}`}
            label={say('web.stock.lowAt', { product, value: formatMoney({ amountMinor, currency }, locale) })}
            control={(described) => (
              <input
                {...described}
                name="lowAt"
                value={String(lowAt)}
                inputmode="numeric"
                autocomplete="off"
              />
            )}
          />
          <button class="button">
            {say('web.stock.setLow')}
            <span class="visually-hidden">: {product}</span>
          </button>
        </form>
      ))}
    </section>
  );
}
