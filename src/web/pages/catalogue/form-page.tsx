import type { CatalogueItem, SignedIn } from '#src/app.ts';
import { toDecimal, formatMoney } from '#src/domain/kit/money.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { ITEM_KINDS, type ItemFields } from '#src/domain/store/item.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { TextField } from '../../frame/text-field.tsx';
import { ItemPicture } from '../store/page.tsx';
import type { ItemNames } from './item-facts.ts';

export type FormProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  /** The item that is changed; undefined for a new one. */
  item: CatalogueItem | undefined;
  /** What stands in the form. */
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
  currencies: readonly string[];
  names: ItemNames;
};

/** Everything about an item, in one form. What its kind does not have is left out when it is saved. */
export function ItemFormPage(props: FormProps) {
  const { words, organization, reader, item, errors } = props;
  const { say } = words;
  const hasErrors = Object.values(errors).some((one) => one !== undefined);
  const title = item ? say('web.catalogue.change', { name: item.name }) : say('web.catalogue.add');
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/catalogue"
      title={title}
      hasErrors={hasErrors}
    >
      <ErrorSummary words={words} errors={errors} />
      <form
        method="post"
        action={item ? `/catalogue/${item.id}` : '/catalogue/new'}
        enctype="multipart/form-data"
      >
        <What {...props} />
        <Price {...props} />
        <Ways {...props} />
        <Whom {...props} />
        <p class="acts">
          <button class="button primary">{say('web.catalogue.look')}</button>
          <a class="button" href="/catalogue">
            {say('web.catalogue.back')}
          </a>
        </p>
      </form>
      {item && <Retire words={words} item={item} />}
    </SitePage>
  );
}

function What({ words: { say }, item, typed, errors }: FormProps) {
  return (
    <>
      {item ? (
        <>
          <p>{say(`store.kind.${item.kind}`)}</p>
          <input type="hidden" name="kind" value={item.kind} />
          <input type="hidden" name="version" value={typed['version'] ?? ''} />
          <input type="hidden" name="seenStock" value={typed['seenStock'] ?? ''} />
        </>
      ) : (
        <Field
          name="kind"
          label={say('web.catalogue.kind')}
          control={(described) => (
            <select {...described} name="kind">
              {ITEM_KINDS.map((kind) => (
                <option value={kind} selected={typed['kind'] === kind}>
                  {say(`store.kind.${kind}`)}
                </option>
              ))}
            </select>
          )}
        />
      )}
      <TextField name="name" label={say('web.catalogue.name')} typed={typed} error={errors['name']} />
      <Field
        name="description"
        label={say('web.catalogue.description')}
        error={errors['description']}
        control={(described) => (
          <textarea {...described} name="description" rows={4} maxlength={4000}>
            {typed['description'] ?? ''}
          </textarea>
        )}
      />
      {typed['picture'] && (
        <div class="field">
          <ItemPicture item={{ name: '', picture: typed['picture'] }} />
          <input type="hidden" name="picture" value={typed['picture']} />
          <label>
            <input type="checkbox" name="noPicture" value="yes" /> {say('web.catalogue.noPicture')}
          </label>
        </div>
      )}
      <Field
        name="file"
        label={say('web.catalogue.picture')}
        hint={say('web.catalogue.pictureHint')}
        error={errors['picture']}
        control={(described) => (
          <input {...described} type="file" name="file" accept="image/png,image/jpeg,image/webp" />
        )}
      />
    </>
  );
}

function Price({ words: { say }, item, typed, errors, currencies, names, words }: FormProps) {
  const isNew = item === undefined;
  return (
    <>
      {item?.kind !== 'gift-card' &&
        currencies.map((currency, index) => (
          <TextField
            name={index === 0 ? 'prices' : `price-${currency}`}
            field={`price-${currency}`}
            label={say('web.catalogue.priceIn', { currency })}
            typed={typed}
            error={index === 0 ? errors['prices'] : undefined}
          />
        ))}
      {(isNew || item.kind === 'codes') && (
        <Field
          name="productId"
          label={say('web.catalogue.product')}
          hint={isNew ? say('web.catalogue.onlyCodes') : undefined}
          error={errors['productId']}
          control={(described) => (
            <select {...described} name="productId">
              <option value="">{say('web.catalogue.choose')}</option>
              {names.products.map(({ productId, product, valueMinor: amountMinor, currency }) => (
                <option value={productId} selected={productId === typed['productId']}>
                  {product}, {formatMoney({ amountMinor, currency }, words.locale)}
                </option>
              ))}
            </select>
          )}
        />
      )}
      {(isNew || item.kind === 'gift-card') && (
        <fieldset class="group">
          <legend>{say('web.catalogue.onlyCards')}</legend>
          <TextField
            name="provider"
            field="providerName"
            label={say('web.catalogue.provider')}
            typed={typed}
            error={errors['provider']}
          />
          <TextField name="providerProduct" label={say('web.catalogue.providerProduct')} typed={typed} />
          <TextField name="min" label={say('web.catalogue.min')} typed={typed} />
          <TextField name="max" label={say('web.catalogue.max')} typed={typed} />
          <Field
            name="providerCurrency"
            label={say('web.wallet.currency')}
            control={(described) => (
              <select {...described} name="providerCurrency">
                {currencies.map((currency) => (
                  <option selected={currency === typed['providerCurrency']}>{currency}</option>
                ))}
              </select>
            )}
          />
        </fieldset>
      )}
    </>
  );
}

function Ways({ words: { say }, item, typed, errors, names }: FormProps) {
  const isOwn = item === undefined || item.kind === 'own';
  const isByPerson = item === undefined || !['codes', 'gift-card'].includes(item.kind);
  return (
    <>
      {isByPerson && (
        <Field
          name="fulfillerId"
          label={say('web.catalogue.fulfiller')}
          hint={say('web.catalogue.fulfillerHint')}
          error={errors['fulfillerId']}
          control={(described) => (
            <select {...described} name="fulfillerId">
              <option value="">{say('web.catalogue.choose')}</option>
              {names.people.map(({ id, name }) => (
                <option value={id} selected={id === typed['fulfillerId']}>
                  {name}
                </option>
              ))}
            </select>
          )}
        />
      )}
      {isOwn && (
        <>
          <TextField
            name="inStock"
            label={say('web.catalogue.inStock')}
            hint={say('web.catalogue.inStockHint')}
            typed={typed}
            error={errors['inStock']}
            isNumber
          />
          <div class="field">
            <label>
              <input
                type="checkbox"
                name="needsAddress"
                value="yes"
                checked={Boolean(typed['needsAddress'])}
              />{' '}
              {say('web.catalogue.addressLabel')}
            </label>
          </div>
        </>
      )}
      <TextField
        name="limitPerPerson"
        label={say('web.catalogue.limit')}
        hint={say('web.catalogue.limitHint')}
        typed={typed}
        error={errors['limitPerPerson']}
        isNumber
      />
    </>
  );
}

function Whom({ words: { say }, typed, errors, names }: FormProps) {
  return (
    <fieldset class="group">
      <legend>{say('web.catalogue.whom')}</legend>
      <p class="hint">{say('web.catalogue.whomHint')}</p>
      {errors['departments'] && <p class="wrong">{errors['departments']}</p>}
      <Choices
        name="departments"
        label={say('web.catalogue.departments')}
        chosen={typed['departments']}
        options={names.departments
          .filter(({ id, isClosed }) => !isClosed || typed['departments']?.split('\n').includes(id))
          .map(({ id, name }) => [id, name])}
      />
      <Choices
        name="roles"
        label={say('web.catalogue.roles')}
        chosen={typed['roles']}
        options={ROLES.map((role) => [role, role])}
      />
      <TextField
        name="regions"
        label={say('web.catalogue.regions')}
        hint={say('web.catalogue.regionsHint')}
        typed={typed}
      />
    </fieldset>
  );
}

function Choices({
  name,
  label,
  chosen = '',
  options,
}: {
  name: string;
  label: string;
  chosen?: string | undefined;
  options: readonly (readonly [string, string])[];
}) {
  const picked = chosen.split('\n');
  return (
    <fieldset class="choices">
      <legend>{label}</legend>
      {options.map(([value, text]) => (
        <label>
          <input type="checkbox" name={name} value={value} checked={picked.includes(value)} /> {text}
        </label>
      ))}
    </fieldset>
  );
}

function Retire({ words: { say }, item }: { words: Words; item: CatalogueItem }) {
  return (
    <form method="post" action={`/catalogue/${item.id}/retire`}>
      <h2>{say(item.isRetired ? 'web.catalogue.offerTitle' : 'web.catalogue.retireTitle')}</h2>
      <p>{say(item.isRetired ? 'web.catalogue.offerText' : 'web.catalogue.retireText')}</p>
      <input type="hidden" name="to" value={item.isRetired ? 'offered' : 'retired'} />
      <p class="acts">
        <button class={item.isRetired ? 'button' : 'button danger'}>
          {say(item.isRetired ? 'web.catalogue.offer' : 'web.catalogue.retire', { name: item.name })}
        </button>
      </p>
    </form>
  );
}

/** What stands in the form of an item as it is. */
export function typedOf(item: ItemFields & { version: number }): Record<string, string> {
  const { provider } = item;
  return {
    kind: item.kind,
    name: item.name,
    description: item.description,
    picture: item.picture ?? '',
    inStock: item.inStock?.toString() ?? '',
    seenStock: item.inStock?.toString() ?? '',
    limitPerPerson: item.limitPerPerson?.toString() ?? '',
    needsAddress: item.needsAddress ? 'yes' : '',
    fulfillerId: item.fulfillerId ?? '',
    productId: item.productId ?? '',
    departments: item.departments.join('\n'),
    roles: item.roles.join('\n'),
    regions: item.regions.join(', '),
    version: String(item.version),
    ...(provider && {
      providerName: provider.name,
      providerProduct: provider.product,
      min: toDecimal({ amountMinor: provider.minMinor, currency: provider.currency }),
      max: toDecimal({ amountMinor: provider.maxMinor, currency: provider.currency }),
      providerCurrency: provider.currency,
    }),
    ...Object.fromEntries(
      Object.entries(item.prices).map(([currency, amountMinor]) => [
        `price-${currency}`,
        toDecimal({ amountMinor, currency }),
      ]),
    ),
  };
}
