import type { SignedIn, UploadedStock } from '#src/app.ts';
import { stockProblemText } from '#src/chat/cards/stock-problem-text.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

export type UploadProps = {
  words: Words;
  organization: { name: string; currency: string };
  reader: SignedIn;
  /** The names of what stock has had. */
  products: readonly string[];
  /** What came of a file: nothing of it is stored where it has problems, or was only looked at. */
  uploaded?: UploadedStock | undefined;
  typed: Readonly<Record<string, string>>;
  errors?: FieldErrors;
};

/** The way to bring a file of codes into stock, and what is in its way. */
export function UploadPage(props: UploadProps) {
  const { words, organization, reader, uploaded, errors } = props;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/stock"
      title={words.say('web.stock.uploadTitle')}
      hasErrors={errors !== undefined || (uploaded?.problems.length ?? 0) > 0}
    >
      {errors && <ErrorSummary words={words} errors={errors} />}
      {uploaded && <Uploaded words={words} uploaded={uploaded} />}
      <UploadForm {...props} />
      <p class="acts">
        <a href="/stock">{words.say('web.stock.back')}</a>
      </p>
    </SitePage>
  );
}

const MOST_PROBLEMS = 50;

function Uploaded({ words, uploaded }: { words: Words; uploaded: UploadedStock }) {
  const { say, locale } = words;
  const { problems, parts, codes, ignored } = uploaded;
  if (problems.length > 0) {
    return (
      <div class="summary" role="alert">
        <h2>{say('web.stock.problems', { count: problems.length })}</h2>
        <ul>
          {problems.slice(0, MOST_PROBLEMS).map((problem) => (
            <li>
              {say('web.stock.problem', {
                line: problem.line,
                column: say(`web.stock.column.${problem.field}`),
                why: stockProblemText(words, problem),
              })}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <div class="panel" role="status">
      <p>{say('web.stock.wouldCome', { count: codes })}</p>
      <ul>
        {parts.map(({ product, valueMinor: amountMinor, currency, codes: count, expiresOn, isNew }) => (
          <li>
            {say('web.stock.part', {
              count,
              product,
              value: formatMoney({ amountMinor, currency }, locale),
              until: expiresOn === null ? say('web.stock.never') : say('web.stock.until', { day: expiresOn }),
            })}{' '}
            {isNew && <span class="badge">{say('web.stock.isNew')}</span>}
          </li>
        ))}
      </ul>
      {ignored.length > 0 && <p class="note">{say('web.stock.ignored', { columns: ignored.join(', ') })}</p>}
    </div>
  );
}

function UploadForm({ words: { say }, organization, products, typed, errors = {} }: UploadProps) {
  return (
    <form method="post" action="/stock/upload" enctype="multipart/form-data">
      <p>{say('web.stock.uploadText')}</p>
      <Field
        name="file"
        label={say('web.stock.file')}
        hint={say('web.stock.fileHint')}
        error={errors['file']}
        control={(described) => (
          <input {...described} type="file" name="file" accept=".csv,.txt,text/csv,text/plain" required />
        )}
      />
      <Text
        name="name"
        label={say('web.stock.name')}
        hint={say('web.stock.nameHint')}
        typed={typed}
        errors={errors}
      />
      <Text
        name="product"
        label={say('web.stock.product')}
        hint={say('web.stock.productHint')}
        typed={typed}
        errors={errors}
        list="products"
      />
      <datalist id="products">
        {products.map((product) => (
          <option value={product} />
        ))}
      </datalist>
      <Text
        name="value"
        label={say('web.stock.value')}
        hint={say('web.stock.valueHint')}
        typed={typed}
        errors={errors}
      />
      <Text
        name="currency"
        label={say('web.wallet.currency')}
        hint={say('web.stock.currencyHint', { currency: organization.currency })}
        typed={typed}
        errors={errors}
      />
      <DayOrder say={say} typed={typed} />
      <div class="field">
        <label>
          <input type="checkbox" name="lengthsDiffer" value="yes" checked={Boolean(typed['lengthsDiffer'])} />{' '}
          {say('web.stock.lengthsDiffer')}
        </label>
      </div>
      <p class="acts">
        <button class="button primary">{say('web.stock.upload')}</button>
        <button class="button" name="only" value="look">
          {say('web.stock.look')}
        </button>
      </p>
    </form>
  );
}

/** Whether days or months come first in the file’s dates. */
function DayOrder({ say, typed }: Pick<UploadProps, 'typed'> & Pick<Words, 'say'>) {
  return (
    <Field
      name="dayOrder"
      label={say('web.stock.dayOrder')}
      control={(described) => (
        <select {...described} name="dayOrder">
          <option value="">{say('web.stock.dayOrderFile')}</option>
          <option value="dmy" selected={typed['dayOrder'] === 'dmy'}>
            {say('web.stock.dayFirst')}
          </option>
          <option value="mdy" selected={typed['dayOrder'] === 'mdy'}>
            {say('web.stock.monthFirst')}
          </option>
        </select>
      )}
    />
  );
}

function Text({
  name,
  label,
  hint,
  typed,
  errors,
  list,
}: {
  name: string;
  label: string;
  hint: string;
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
  list?: string;
}) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={errors[name]}
      control={(described) => (
        <input
          {...described}
          name={name}
          value={typed[name] ?? ''}
          maxlength={100}
          autocomplete="off"
          list={list}
        />
      )}
    />
  );
}
