import type { CommandSpec } from '#src/ports/chat.ts';
import { Document } from '#src/web/pages/document.tsx';
import { BrandMark } from '#src/web/pages/brand-mark.tsx';
import { Avatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import type { PlaygroundPerson } from '#src/ports/playground.ts';

export type PageProps = {
  me: PlaygroundPerson;
  people: readonly PlaygroundPerson[];
  commands: readonly CommandSpec[];
  hasMailbox: boolean;
  /** Whether people may choose mail over direct messages. */
  hasPreferences: boolean;
  /** Whether they can open their wallet. */
  hasWallet: boolean;
};

/** The playground as one person sees it. The lists start empty: the event stream fills them at once. */
export function PlaygroundPage({ me, people, commands, hasMailbox, hasPreferences, hasWallet }: PageProps) {
  return (
    <Document
      title={`${me.name} · Largesse playground`}
      styles="/playground/style.css"
      script="/playground/main.js"
    >
      <body class="playground" data-as={me.userId} data-pane="channel">
        <a class="skip" href="#message" data-skip>
          Skip to the message box
        </a>
        <TopBar me={me} hasWallet={hasWallet} />
        <PeoplePicker me={me} people={people} />
        <main class={hasMailbox ? 'with-mail' : undefined}>
          <ChannelPane me={me} people={people} commands={commands} />
          <DirectPane me={me} />
          {hasMailbox && <MailPane me={me} hasPreferences={hasPreferences} />}
        </main>
        <Tabs hasMailbox={hasMailbox} />
        <p id="problem" role="alert" hidden />
        <noscript>
          <p class="noscript">The playground needs JavaScript.</p>
        </noscript>
      </body>
    </Document>
  );
}

function TopBar({ me, hasWallet }: { me: PlaygroundPerson; hasWallet: boolean }) {
  return (
    <header class="top">
      <BrandMark />
      <h1>Largesse</h1>
      <span class="badge">playground</span>
      <p>A sample company on this machine. Be anyone, give something, then look at it from the other side.</p>
      {hasWallet && (
        <form method="post" action="/playground/wallet">
          <input type="hidden" name="as" value={me.userId} />
          <button class="button">Open my wallet</button>
        </form>
      )}
      <p id="connection" role="status">
        connecting
      </p>
    </header>
  );
}

function PeoplePicker({ me, people }: { me: PlaygroundPerson; people: readonly PlaygroundPerson[] }) {
  return (
    <nav class="people" aria-labelledby="people-heading">
      <h2 id="people-heading">You are</h2>
      <ul>
        {people
          .filter((person) => !person.isBot)
          .map((person) => (
            <li>
              <a
                href={`/playground?as=${encodeURIComponent(person.userId)}`}
                aria-current={person.userId === me.userId ? 'true' : undefined}
                data-person={person.userId}
              >
                <Avatar person={person} />
                <span class="who">
                  <span class="name">
                    <strong>{person.name}</strong>
                    <span class="unread" hidden>
                      new
                    </span>
                  </span>
                  <span class="labels">{labelsOf(person)}</span>
                </span>
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

function labelsOf(person: PlaygroundPerson): string {
  return [person.role && capitalized(person.role), person.department]
    .filter((label) => label !== undefined)
    .join(' · ');
}

function capitalized(role: string): string {
  return role === 'hr' ? 'HR' : role.charAt(0).toUpperCase() + role.slice(1);
}

function ChannelPane(props: Pick<PageProps, 'me' | 'people' | 'commands'>) {
  return (
    <div class="pane" id="channel">
      <header>
        <h2>#general</h2>
        <p>everybody, and what only you see</p>
      </header>
      <ol
        class="list"
        data-list="channel"
        aria-live="polite"
        aria-busy="true"
        tabindex={0}
        aria-label="Messages in #general"
      />
      <p class="empty">Quiet so far. Pick one of the lines below, or type a command of your own.</p>
      <Composer {...props} />
    </div>
  );
}

function DirectPane({ me }: { me: PlaygroundPerson }) {
  return (
    <div class="pane" id="direct">
      <header>
        <h2>Direct messages</h2>
        <p>Largesse to {me.name}</p>
        <Switch name="takesDirectMessages" label="Accept" of=" direct messages" />
      </header>
      <ol
        class="list"
        data-list="direct"
        aria-live="polite"
        aria-busy="true"
        tabindex={0}
        aria-label="Your direct messages"
      />
      <p class="empty">Gifts for {me.name} arrive here, each with its code.</p>
    </div>
  );
}

function MailPane({ me, hasPreferences }: { me: PlaygroundPerson; hasPreferences: boolean }) {
  return (
    <div class="pane" id="mail">
      <header>
        <h2>Mailbox</h2>
        <p>
          <label class="choice">
            <span class="visually-hidden">Whose mail</span>
            <select data-mailbox>
              <option value="mail">{me.email ?? `${me.name} has no address`}</option>
              <option value="everyMail">everybody</option>
            </select>
          </label>
        </p>
        {hasPreferences && <Switch name="prefersEmail" label="Prefer mail" of=" to direct messages" />}
      </header>
      <ol
        class="list mails"
        data-list="mail"
        aria-live="polite"
        aria-busy="true"
        tabindex={0}
        aria-label="Mails"
      />
      <p class="empty">
        Nothing yet. A gift comes by mail when direct messages are closed or mail is preferred.
      </p>
    </div>
  );
}

/** `of` is heard but not seen: there is no room for it beside the heading that says it. */
function Switch({ name, label, of }: { name: string; label: string; of: string }) {
  return (
    <button type="button" role="switch" aria-checked="false" class="switch" data-setting={name}>
      <span>
        {label}
        <span class="visually-hidden">{of}</span>
      </span>
    </button>
  );
}

function Tabs({ hasMailbox }: { hasMailbox: boolean }) {
  return (
    <nav class="tabs" aria-label="Panes">
      <button type="button" data-tab="channel" aria-pressed="true">
        #general
      </button>
      <button type="button" data-tab="direct" aria-pressed="false">
        Direct
      </button>
      {hasMailbox && (
        <button type="button" data-tab="mail" aria-pressed="false">
          Mail
        </button>
      )}
    </nav>
  );
}
