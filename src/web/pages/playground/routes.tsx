import { toHtml } from '../to-html.ts';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { composerScript } from './browser/composer.ts';
import { formScript } from './browser/form.ts';
import { liveScript } from './browser/live.ts';
import { mainScript } from './browser/main.ts';
import type { PlaygroundPerson } from '#src/ports/playground.ts';
import { tryForm } from '#src/web/frame/read-form.ts';
import type { PlaygroundDeps } from './deps.ts';
import { type LiveDeps, streamLiveEvents } from './live-events.tsx';
import { playgroundStyle } from './looks/playground-style.ts';
import { mailRoutes } from './mail-routes.ts';
import { PlaygroundPage } from './page.tsx';
import { createFindAddress } from '#src/web/sign-in/client-address.ts';
import { readCookie } from '#src/web/sign-in/cookies.ts';
import { keepSession } from '#src/web/sign-in/keep-session.ts';
import { originOf } from '#src/web/sign-in/origin-of.ts';

const typedBody = z.object({
  as: z.string(),
  text: z.string().trim().min(1).max(20_000),
  place: z.enum(['channel', 'direct']),
});
const pressedBody = z.object({
  as: z.string(),
  messageId: z.string(),
  actionId: z.string(),
  value: z.string(),
  fields: z.record(z.string(), z.string().max(4000)).optional(),
});
const settingBody = z.object({
  as: z.string(),
  name: z.enum(['takesDirectMessages', 'prefersEmail']),
  isOn: z.boolean(),
});

/** The playground's page, its files, its event stream, and the actions of its people. */
export function playgroundRoutes(deps: LiveDeps): Hono {
  const routes = new Hono();
  routes.get('/', (c) => showPage(c, deps));
  routes.get('/style.css', (c) => c.body(playgroundStyle, 200, fileHeaders('text/css')));
  for (const [name, script] of Object.entries({
    main: mainScript,
    live: liveScript,
    composer: composerScript,
    form: formScript,
  })) {
    routes.get(`/${name}.js`, (c) => c.body(script, 200, fileHeaders('text/javascript')));
  }
  routes.route('/', mailRoutes(deps.mailbox));

  routes.get('/events', async (c) => {
    const me = await findMember(deps, c.req.query('as'));
    return me ? streamLiveEvents(c, deps, me) : nobody(c);
  });
  routes.post('/wallet', (c) => openWallet(c, deps));
  routes.post('/type', (c) => take(c, deps, typedBody, (typed) => type(deps, typed)));
  routes.post('/press', (c) => take(c, deps, pressedBody, (pressed) => press(deps, pressed)));
  routes.post('/settings', (c) => take(c, deps, settingBody, (setting) => changeSetting(deps, setting)));
  return routes;
}

async function showPage(c: Context, deps: PlaygroundDeps): Promise<Response> {
  const people = await deps.room.people();
  const members = people.filter((person) => !person.isBot);
  const me = members.find((person) => person.userId === c.req.query('as')) ?? members[0];
  if (!me) return c.text('Nobody lives in the playground yet.\n', 503);
  c.header('cache-control', 'no-store');
  const page = (
    <PlaygroundPage
      me={me}
      people={people}
      commands={deps.room.commands()}
      hasMailbox={deps.mailbox !== undefined}
      hasPreferences={deps.preferences !== undefined}
      hasWallet={deps.signIn !== undefined}
    />
  );
  return c.html(await toHtml(page));
}

/**
 * Reads the body, checks that the person exists, and runs `act`. `act` resolves to a message for the person when it
 * could not do what they asked; otherwise the answer is 204, and the result arrives as an event.
 */
async function take<Body extends { as: string }>(
  c: Context,
  deps: PlaygroundDeps,
  body: z.ZodType<Body>,
  act: (input: Body) => Promise<string | undefined>,
): Promise<Response> {
  const read = body.safeParse(await c.req.json().catch(() => undefined));
  if (!read.success) return c.text('That cannot be sent.\n', 400);
  if (!(await findMember(deps, read.data.as))) return nobody(c);
  const problem = await act(read.data);
  return problem === undefined ? c.body(null, 204) : c.text(problem, 409);
}

/** Signs the one whom the page plays in, and shows what they have. */
async function openWallet(c: Context, { signIn }: PlaygroundDeps): Promise<Response> {
  const read = await tryForm(c, z.object({ as: z.string() }));
  const from = { origin: originOf(c, createFindAddress([])), held: readCookie(c, 'session') };
  const begun = read.ok ? await signIn?.(read.data.as, from) : undefined;
  if (!begun) return nobody(c);
  keepSession(c, begun);
  return c.redirect('/wallet', 303);
}

async function type(
  deps: PlaygroundDeps,
  { as, text, place }: z.infer<typeof typedBody>,
): Promise<undefined> {
  await deps.room.type({ userId: as, text, place });
}

async function press(
  deps: PlaygroundDeps,
  pressed: z.infer<typeof pressedBody>,
): Promise<string | undefined> {
  const { as: userId, ...button } = pressed;
  const answer = await deps.room.press({ userId, ...button });
  return answer === undefined ? 'That button is gone.' : undefined;
}

async function changeSetting(deps: PlaygroundDeps, setting: z.infer<typeof settingBody>): Promise<undefined> {
  if (setting.name === 'takesDirectMessages') {
    deps.room.setDirectMessages({ userId: setting.as, isOpen: setting.isOn });
    return;
  }
  await deps.preferences?.setPrefersEmail({ userId: setting.as, prefersEmail: setting.isOn });
}

async function findMember(
  deps: PlaygroundDeps,
  userId: string | undefined,
): Promise<PlaygroundPerson | undefined> {
  const people = await deps.room.people();
  return people.find((person) => person.userId === userId && !person.isBot);
}

function nobody(c: Context): Response {
  return c.text('Nobody here has that name.\n', 404);
}

function fileHeaders(type: string): Record<string, string> {
  return { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' };
}
