import type { Child } from 'hono/jsx';
import type { SignedIn } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { BrandMark } from '../pages/brand-mark.tsx';
import { Document } from '../pages/document.tsx';
import { homeOf } from './home-of.ts';
import { navigationOf } from './navigation.ts';

export type SitePageProps = {
  words: Words;
  /** The page's one sentence, and what its tab is called. */
  title: string;
  /** What the tab is called, where that is shorter. */
  tab?: string;
  /** Undefined where nobody has to be signed in. */
  reader?: (SignedIn & { needs?: number }) | undefined;
  organization: { name: string };
  /** The path of this page, to mark it in the navigation. */
  path?: string;
  script?: string | undefined;
  /** A form on it was not accepted. */
  hasErrors?: boolean;
  children?: Child;
};

/** The frame of every page for people: who they are, where they can go, the page itself, and the way out. */
export function SitePage(props: SitePageProps) {
  const { words, title, tab = title, reader, organization, script, hasErrors = false, children } = props;
  const { say } = words;
  const shown = hasErrors ? say('web.errorTab', { title: tab }) : tab;
  return (
    <Document title={`${shown} · Largesse`} styles="/style.css" {...(script === undefined ? {} : { script })}>
      <body class="site">
        <a class="skip" href="#main">
          {say('web.skip')}
        </a>
        <header class="bar">
          <a class="home" href={reader ? homeOf(reader.person.role) : '/'}>
            <BrandMark />
            <strong>Largesse</strong>
          </a>
          {reader?.needs ? (
            <a class="needs-you" href="/overview">
              {say('web.nav.needs', { count: reader.needs })}
            </a>
          ) : undefined}
          {reader && <Navigation words={words} reader={reader} path={props.path} />}
        </header>
        <main id="main" tabindex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
        <footer class="foot">
          <span>{organization.name}</span>
          <span>{say('web.foot.help')}</span>
          {reader && <a href="/your-data">{say('web.foot.data')}</a>}
        </footer>
      </body>
    </Document>
  );
}

type NavigationProps = { words: Words; reader: SignedIn; path: string | undefined };

/** Where the reader can go: side by side on a wide page, behind one button on a narrow one. */
function Navigation(props: NavigationProps) {
  const { words, reader } = props;
  const { say } = words;
  return (
    <>
      <nav class="groups" aria-label={say('web.nav.label')}>
        <Pages {...props} isFolded />
      </nav>
      <details class="account">
        <summary>{reader.person.name}</summary>
        <div>
          <Account words={words} />
        </div>
      </details>
      <details class="menu">
        <summary>{say('web.nav.menu')}</summary>
        <div>
          <nav class="groups" aria-label={say('web.nav.label')}>
            <Pages {...props} />
          </nav>
          <div class="own-account">
            <strong>{reader.person.name}</strong>
            <Account words={words} />
          </div>
        </div>
      </details>
    </>
  );
}

/** The groups of pages; `isFolded`: all but the first open when they are asked for, so that the bar stays one line. */
function Pages({ words: { say }, reader, path, isFolded }: NavigationProps & { isFolded?: boolean }) {
  return navigationOf(reader.person.role).map(({ group, items }, index) => {
    const list = (
      <ul class="pages" aria-label={say(`web.nav.${group}`)}>
        {items.map((item) => (
          <li>
            <a href={item.path} aria-current={item.path === path ? 'page' : undefined}>
              {say(item.label)}
            </a>
          </li>
        ))}
      </ul>
    );
    if (!isFolded || index === 0) return list;
    const isHere = items.some((item) => item.path === path);
    return (
      <details class="folded">
        <summary class={isHere ? 'here' : undefined}>{say(`web.nav.${group}`)}</summary>
        {list}
      </details>
    );
  });
}

function Account({ words: { say } }: { words: Words }) {
  return (
    <>
      <a href="/devices">{say('web.nav.devices')}</a>
      <a href="/news">{say('web.nav.news')}</a>
      <a href="/second-factor">{say('web.nav.factor')}</a>
      <form method="post" action="/sign-out">
        <button class="button">{say('web.nav.signOut')}</button>
      </form>
    </>
  );
}
