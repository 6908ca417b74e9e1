import type { CodeHolder, ListedBatch, SignedIn } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  batch: ListedBatch;
  holders: readonly CodeHolder[];
  error?: string | undefined;
};

/** One file of codes: who holds what was given of it, and the way to take the rest out of stock. */
export function BatchPage({ words, organization, reader, batch, holders, error }: Shown) {
  const { say, locale } = words;
  const { timeZone } = organization;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/stock"
      title={say('web.stock.batchTitle', { name: batch.name, left: batch.left, codes: batch.codes })}
      tab={batch.name}
      hasErrors={error !== undefined}
    >
      {batch.recalledAt && (
        <p class="summary">
          {say('web.stock.recalledAt', {
            at: words.dateAndTime(batch.recalledAt, timeZone),
            by: batch.recalledBy ?? 'none',
            reason: batch.recallReason,
          })}
        </p>
      )}
      {holders.length === 0 ? (
        <p>{say('web.stock.noHolders')}</p>
      ) : (
        <DataTable
          caption={say('web.stock.holders')}
          rows={holders}
          columns={[
            {
              label: say('web.stock.holder'),
              isMain: true,
              cell: ({ name, email }) => (
                <>
                  {name}
                  {email && <span class="sub">{email}</span>}
                </>
              ),
            },
            { label: say('web.stock.product'), cell: ({ product }) => product },
            {
              label: say('web.stock.value'),
              isAmount: true,
              cell: ({ valueMinor: amountMinor, currency }) => formatMoney({ amountMinor, currency }, locale),
            },
            { label: say('web.stock.ending'), cell: ({ ending }) => (ending ? `…${ending}` : '') },
            { label: say('web.stock.takenAt'), cell: ({ takenAt }) => words.dateAndTime(takenAt, timeZone) },
            {
              label: say('web.stock.seen'),
              cell: ({ isRevealed }) => say(isRevealed ? 'web.catalogue.yes' : 'web.catalogue.no'),
            },
          ]}
        />
      )}
      {!batch.recalledAt && <Recall words={words} batch={batch} error={error} />}
      <p class="acts">
        <a class="button" href="/stock">
          {say('web.stock.back')}
        </a>
      </p>
    </SitePage>
  );
}

function Recall({
  words: { say },
  batch: { batchId, left },
  error,
}: Pick<Shown, 'words' | 'batch' | 'error'>) {
  return (
    <form method="post" action={`/stock/${batchId}/recall`}>
      <h2>{say('web.stock.recallTitle')}</h2>
      <p>{say('web.stock.recallText')}</p>
      <Field
        name="reason"
        label={say('web.stock.reason')}
        error={error}
        control={(described) => (
          <input {...described} name="reason" maxlength={500} required autocomplete="off" />
        )}
      />
      <p class="acts">
        <button class="button danger">{say('web.stock.recall', { count: left })}</button>
      </p>
    </form>
  );
}
