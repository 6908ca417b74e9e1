import type { SignedIn } from '#src/app.ts';
import type { Session, SignInWay } from '#src/domain/session/session.ts';
import type { WordKey, Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';
import { deviceText } from '#src/chat/cards/device-text.ts';

const HOW = {
  chat: 'web.devices.chat',
  mail: 'web.devices.mail',
  oidc: 'web.devices.oidc',
  playground: 'web.devices.playground',
} as const satisfies Record<SignInWay, WordKey>;

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  sessions: readonly Session[];
};

/** Where somebody is signed in, and how to end it. */
export function DevicesPage({ words, organization, reader, sessions }: Shown) {
  const { say } = words;
  const others = sessions.filter(({ id }) => id !== reader.session.id);
  const [here, count] = [sessions.filter(({ id }) => id === reader.session.id), sessions.length];
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/devices"
      title={say('web.devices.title', { count })}
      tab={say('web.nav.devices')}
    >
      <p class="lead">{say('web.devices.lead')}</p>
      <ul class="cards">
        {[...here, ...others].map((session) => (
          <Device
            words={words}
            timeZone={organization.timeZone}
            session={session}
            isThis={session.id === reader.session.id}
          />
        ))}
      </ul>
      <div class="acts">
        {others.length > 0 && (
          <form method="post" action="/devices/end-others">
            <button class="button primary">{say('web.devices.endOthers', { count: others.length })}</button>
          </form>
        )}
        <form method="post" action="/devices/end-all">
          <button class="button danger">{say('web.devices.endAll')}</button>
        </form>
      </div>
    </SitePage>
  );
}

function Device({
  words,
  timeZone,
  session,
  isThis,
}: {
  words: Words;
  timeZone: string;
  session: Session;
  isThis: boolean;
}) {
  const { say } = words;
  const name = deviceText(words, session.userAgent);
  const seen = words.dateAndTime(session.lastSeenAt, timeZone);
  return (
    <li>
      <h3>
        {name} {isThis && <span class="badge">{say('web.devices.this')}</span>}
      </h3>
      <p class="note">{say('web.devices.seen', { seen, address: session.address })}</p>
      <p class="note">{say(HOW[session.how], { since: words.dateAndTime(session.madeAt, timeZone) })}</p>
      <form method="post" action={`/devices/${session.id}/end`}>
        <button class="button">
          {isThis ? say('web.devices.endThis') : say('web.devices.end', { name })}
        </button>
      </form>
    </li>
  );
}
