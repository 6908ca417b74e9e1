import type { CommandSpec } from '#src/ports/chat.ts';
import { Document } from '#src/web/pages/document.tsx';
import { Avatar, BotAvatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import type { Person } from './deps.ts';

export type PageProps = {
  me: Person;
  people: readonly Person[];
  commands: readonly CommandSpec[];
  hasMailbox: boolean;
  /** Whether people may choose mail over direct messages. */
  hasPreferences: boolean;
};

/** The playground as one person sees it. The lists start empty: the event stream fills them at once. */
export function PlaygroundPage({ me, people, commands, hasMailbox, hasPreferences }: PageProps) {
  return (
    <Document
      title={`${me.name} · Largesse playground`}
      styles="/playground/style.css"
      script="/playground/main.js"
    >
      <body class="playground" data-as={me.userId} data-pane="channel">
        <TopBar />
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

function TopBar() {
  return (
    <header class="top">
      <BotAvatar />
      <h1>Largesse</h1>
      <span class="badge">playground</span>
      <p>A sample company on this machine. Be anyone, give something, then look at it from the other side.</p>
      <p id="connection" role="status">
        connecting
      </p>
    </header>
  );
}

function PeoplePicker({ me, people }: { me: Person; people: readonly Person[] }) {
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
                  <strong>{person.name}</strong>
                  <span class="labels">{labelsOf(person)}</span>
                </span>
                <span class="unread" hidden>
                  new
                </span>
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

function labelsOf(person: Person): string {
  return [person.role && capitalized(person.role), person.department]
    .filter((label) => label !== undefined)
    .join(' · ');
}

function capitalized(role: string): string {
  return role === 'hr' ? 'HR' : role.charAt(0).toUpperCase() + role.slice(1);
}

function ChannelPane(props: Pick<PageProps, 'me' | 'people' | 'commands'>) {
  return (
    <section class="pane" id="channel" aria-labelledby="channel-heading">
      <header>
        <h2 id="channel-heading">#general</h2>
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
    </section>
  );
}

function DirectPane({ me }: { me: Person }) {
  return (
    <section class="pane" id="direct" aria-labelledby="direct-heading">
      <header>
        <h2 id="direct-heading">Direct messages</h2>
        <p>Largesse to {me.name}</p>
        <Switch name="takesDirectMessages" label="Accept them" />
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
    </section>
  );
}

function MailPane({ me, hasPreferences }: { me: Person; hasPreferences: boolean }) {
  return (
    <section class="pane" id="mail" aria-labelledby="mail-heading">
      <header>
        <h2 id="mail-heading">Mailbox</h2>
        <p>
          <label class="choice">
            <span class="visually-hidden">Whose mail</span>
            <select data-mailbox>
              <option value="mail">{me.email ?? `${me.name} has no address`}</option>
              <option value="everyMail">everybody</option>
            </select>
          </label>
        </p>
        {hasPreferences && <Switch name="prefersEmail" label="Prefer mail" />}
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
    </section>
  );
}

function Switch({ name, label }: { name: string; label: string }) {
  return (
    <button type="button" role="switch" aria-checked="false" class="switch" data-setting={name}>
      <span>{label}</span>
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
