import type { FoundLink } from '#src/app.ts';
import type { PlainKey, Words } from '#src/words/words.ts';
import { ErrorSummary, Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

/** What a page says once, after something was done. */
export const SAID = { out: 'web.signIn.saidOut' } as const satisfies Record<string, PlainKey>;
export type Said = keyof typeof SAID;

type Shown = { words: Words; organization: { name: string } };

type SignInProps = Shown & {
  said?: Said | undefined;
  /** Where to go on afterwards. */
  back: string | undefined;
  hasMail: boolean;
  hasOidc: boolean;
  typed?: string;
  error?: string | undefined;
};

/** The ways to sign in. */
export function SignInPage({ said, back, hasMail, hasOidc, typed, error, ...shown }: SignInProps) {
  const { say } = shown.words;
  return (
    <SitePage
      {...shown}
      title={say('web.signIn.title')}
      tab={say('web.signIn.tab')}
      hasErrors={error !== undefined}
    >
      {said && (
        <p class="said" role="status">
          {say(SAID[said])}
        </p>
      )}
      <ErrorSummary words={shown.words} errors={{ email: error }} />
      {hasOidc && (
        <p class="acts">
          <a class="button primary" href={withBack('/sign-in/oidc', back)}>
            {say('web.signIn.oidc')}
          </a>
        </p>
      )}
      {hasMail && (
        <form method="post" action="/sign-in/mail" novalidate>
          {back !== undefined && <input type="hidden" name="back" value={back} />}
          <Field
            name="email"
            label={say('web.signIn.email')}
            hint={say('web.signIn.emailHint')}
            error={error}
            control={(described) => (
              <input
                type="email"
                name="email"
                autocomplete="email"
                required
                maxlength={254}
                value={typed}
                {...described}
              />
            )}
          />
          <p class="acts">
            <button class={hasOidc ? 'button' : 'button primary'}>{say('web.signIn.mail')}</button>
          </p>
        </form>
      )}
      <h2>{say('web.signIn.chatTitle')}</h2>
      <p>{say('web.signIn.chat')}</p>
    </SitePage>
  );
}

export function withBack(path: string, back: string | undefined): string {
  return back === undefined ? path : `${path}?back=${encodeURIComponent(back)}`;
}

/** A mail is on its way, if the address is known: whoever asks cannot tell. */
export function MailSentPage({
  error,
  back,
  ...shown
}: Shown & { error?: string | undefined; back: string | undefined }) {
  const { say } = shown.words;
  return (
    <SitePage {...shown} title={say('web.mailSent.title')} hasErrors={error !== undefined}>
      <ErrorSummary words={shown.words} errors={{ code: error }} />
      <p class="lead">{say('web.mailSent.text')}</p>
      <CodeForm {...shown} action="/sign-in/code" error={error} back={back} />
      <p class="note">
        {say('web.mailSent.none')} <a href={withBack('/sign-in', back)}>{say('web.signIn.again')}</a>
      </p>
    </SitePage>
  );
}

function CodeForm({
  words,
  action,
  error,
  back,
}: Pick<Shown, 'words'> & { action: string; error: string | undefined; back?: string | undefined }) {
  const { say } = words;
  return (
    <form method="post" action={action} novalidate>
      {back !== undefined && <input type="hidden" name="back" value={back} />}
      <Field
        name="code"
        label={say('web.mailSent.code')}
        hint={say('web.mailSent.codeHint')}
        error={error}
        control={(described) => (
          <input
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={12}
            spellcheck={false}
            {...described}
          />
        )}
      />
      <p class="acts">
        <button class="button primary">{say('web.mailSent.go')}</button>
      </p>
    </form>
  );
}

type LinkProps = Shown & {
  link: FoundLink;
  path: string;
  error?: string | undefined;
  /** Where they go on; their wallet when left out. */
  back?: string | undefined;
};

/** What a link leads to. Opening it uses nothing up: its button does. */
export function LinkPage({ link, path, error, back, ...shown }: LinkProps) {
  const { say } = shown.words;
  const { name, state } = link;
  if (state === 'spent' || state === 'old') return <NoSignInPage {...shown} why={state} />;
  return (
    <SitePage
      {...shown}
      title={say('web.link.title', { name })}
      tab={say('web.signIn.tab')}
      hasErrors={error !== undefined}
    >
      <ErrorSummary words={shown.words} errors={{ code: error }} />
      {state === 'needs-code' ? (
        <>
          <p class="lead">{say('web.link.foreign')}</p>
          <CodeForm words={shown.words} action={path} error={error} back={back} />
        </>
      ) : (
        <>
          <p class="lead">{say('web.link.text', { name })}</p>
          <form method="post" action={path} class="acts">
            {back !== undefined && <input type="hidden" name="back" value={back} />}
            <button class="button primary">{say('web.link.go', { name })}</button>
          </form>
        </>
      )}
      <p class="note">{say('web.link.not', { name })}</p>
    </SitePage>
  );
}

/** Why a link or an account does not sign anybody in. */
const DEAD = {
  bad: ['web.dead.badTitle', 'web.dead.bad'],
  spent: ['web.dead.spentTitle', 'web.dead.spent'],
  old: ['web.dead.oldTitle', 'web.dead.old'],
  stranger: ['web.dead.strangerTitle', 'web.dead.stranger'],
  'oidc-failed': ['web.dead.oidcTitle', 'web.dead.oidc'],
} as const satisfies Record<string, readonly [PlainKey, PlainKey]>;

export function NoSignInPage({ why, ...shown }: Shown & { why: keyof typeof DEAD }) {
  const { say } = shown.words;
  const [title, text] = DEAD[why];
  return (
    <SitePage {...shown} title={say(title)}>
      <p class="lead">{say(text)}</p>
      <p class="acts">
        <a class="button primary" href="/sign-in">
          {say('web.signIn.again')}
        </a>
      </p>
    </SitePage>
  );
}
