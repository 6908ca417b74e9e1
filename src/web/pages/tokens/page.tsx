import type { SignedIn, ConfirmedToken } from '#src/app.ts';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import { API_SCOPES, type ApiScope, type NamedToken, stateOfToken } from '#src/domain/session/api-token.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

/** How many days a token can last. */
export const TOKEN_DAYS = [7, 30, 90, 365];

/** What was typed, kept when it is not accepted. */
export type TokenForm = { name: string; scopes: ApiScope[]; marketplaceId: string; days: number };

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  tokens: readonly NamedToken[];
  /** Those that a second person confirmed, and the reader has yet to make. */
  ready: readonly ConfirmedToken[];
  /** One was just proposed to a second person. */
  isAsked: boolean;
  /** The shops that a token can be for. */
  marketplaces: readonly Marketplace[];
  form: TokenForm;
  errors: FieldErrors;
  now: Date;
};

/** The tokens by which programs call the API, and the form for a new one. */
export function TokensPage({ tokens, ready, isAsked, marketplaces, form, errors, now, ...shown }: Shown) {
  const { words, organization } = shown;
  const { say } = words;
  const live = tokens.filter((token) => stateOfToken(token, now) === 'live');
  const over = tokens.filter((token) => stateOfToken(token, now) !== 'live');
  function shopOf({ marketplaceId }: NamedToken): string | undefined {
    return marketplaces.find(({ id }) => id === marketplaceId)?.name;
  }
  return (
    <SitePage
      {...shown}
      path="/tokens"
      title={say('web.tokens.title', { count: live.length })}
      tab={say('web.nav.tokens')}
      hasErrors={Object.keys(errors).length > 0}
    >
      <ErrorSummary words={words} errors={errors} />
      {isAsked && (
        <p class="said" role="status">
          {say('web.tokens.saidAsked')}
        </p>
      )}
      <p class="lead">{say('web.tokens.lead')}</p>
      {ready.length > 0 && (
        <section aria-labelledby="ready">
          <h2 id="ready">{say('web.tokens.ready')}</h2>
          <p>{say('web.tokens.readyNote')}</p>
          {ready.map(({ proposalId, name }) => (
            <form method="post" action={`/tokens/${proposalId}/make`} class="acts">
              <button class="button primary">{say('web.tokens.makeReady', { name })}</button>
            </form>
          ))}
        </section>
      )}
      <p>
        <a href="/v1/docs">{say('web.tokens.docs')}</a>
      </p>
      {live.length > 0 && (
        <ul class="cards">
          {live.map((token) => (
            <Token words={words} timeZone={organization.timeZone} token={token} shop={shopOf(token)} />
          ))}
        </ul>
      )}
      <h2>{say('web.tokens.new')}</h2>
      <NewToken words={words} marketplaces={marketplaces} form={form} errors={errors} />
      {over.length > 0 && (
        <details>
          <summary>{say('web.tokens.over', { count: over.length })}</summary>
          <ul class="cards">
            {over.map((token) => (
              <Token
                words={words}
                timeZone={organization.timeZone}
                token={token}
                shop={shopOf(token)}
                isOver
              />
            ))}
          </ul>
        </details>
      )}
    </SitePage>
  );
}

type TokenProps = {
  words: Words;
  timeZone: string;
  token: NamedToken;
  shop: string | undefined;
  isOver?: boolean;
};

function Token({ words, timeZone, token, shop, isOver = false }: TokenProps) {
  const { say, date, dateAndTime } = words;
  const { id, name, person, maker, lastFour, madeAt, expiresAt, lastUsedAt, endedAt } = token;
  const by = maker ?? say('web.tokens.operator');
  return (
    <li>
      <h3>{name}</h3>
      <p>{say('web.tokens.acts', { person, lastFour })}</p>
      {shop !== undefined && <p>{say('web.tokens.ofShop', { shop })}</p>}
      <p class="note">{token.scopes.join(', ')}</p>
      <p class="note">{say('web.tokens.made', { by, on: date(madeAt, timeZone) })}</p>
      <p class="note">
        {lastUsedAt
          ? say('web.tokens.used', { at: dateAndTime(lastUsedAt, timeZone) })
          : say('web.tokens.unused')}{' '}
        {endedAt
          ? say('web.tokens.ended', { on: date(endedAt, timeZone) })
          : say(isOver ? 'web.tokens.expired' : 'web.tokens.expires', { on: date(expiresAt, timeZone) })}
      </p>
      {!isOver && (
        <form method="post" action={`/tokens/${id}/end`}>
          <button class="button danger">{say('web.tokens.end', { name })}</button>
        </form>
      )}
    </li>
  );
}

type NewTokenProps = Pick<Shown, 'words' | 'marketplaces' | 'form' | 'errors'>;

function NewToken({ words, marketplaces, form, errors }: NewTokenProps) {
  const { say } = words;
  const scopesError = errors[`scope-${API_SCOPES[0]}`];
  return (
    <form method="post" action="/tokens" class="panel">
      <Field
        name="name"
        label={say('web.tokens.name')}
        hint={say('web.tokens.nameHint')}
        error={errors['name']}
        control={(described) => (
          <input {...described} name="name" value={form.name} maxlength={200} autocomplete="off" required />
        )}
      />
      <fieldset class="field">
        <legend>{say('web.tokens.scopes')}</legend>
        {scopesError && <p class="wrong">{scopesError}</p>}
        {API_SCOPES.map((scope) => (
          <label class="choice">
            <input
              type="checkbox"
              id={`scope-${scope}`}
              name="scopes"
              value={scope}
              checked={form.scopes.includes(scope)}
            />{' '}
            {scope}
          </label>
        ))}
      </fieldset>
      {marketplaces.length > 0 && (
        <Field
          name="marketplaceId"
          label={say('web.tokens.shop')}
          hint={say('web.tokens.shopHint')}
          control={(described) => (
            <select {...described} name="marketplaceId">
              <option value="">{say('web.tokens.noShop')}</option>
              {marketplaces.map(({ id, name }) => (
                <option value={id} selected={id === form.marketplaceId}>
                  {name}
                </option>
              ))}
            </select>
          )}
        />
      )}
      <Field
        name="days"
        label={say('web.tokens.days')}
        control={(described) => (
          <select {...described} name="days">
            {TOKEN_DAYS.map((days) => (
              <option value={String(days)} selected={days === form.days}>
                {say('web.tokens.daysOption', { days })}
              </option>
            ))}
          </select>
        )}
      />
      <p class="acts">
        <button class="button primary">{say('web.tokens.make')}</button>
      </p>
    </form>
  );
}
