import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type AppAnswer, type AppLink, callApp, callOverHttp } from './app-link.ts';
import { createFaults, type Faults } from './faults.ts';
import { createHttpServer } from './http-server.ts';
import {
  commandPayload,
  directMessagePayload,
  pressPayload,
  submissionPayload,
  userChangePayload,
} from './payloads.ts';
import { showAnswer } from './response-urls.ts';
import { loadSlackSpec } from './slack-spec.ts';
import {
  createState,
  directChannelOf,
  type OpenView,
  type SeenEphemeral,
  type SeenMessage,
  type SlackChannel,
  type SlackFile,
  type SlackState,
  type SlackUser,
} from './slack-state.ts';
import { createSocketHub, type DisconnectReason, type Welcome } from './socket-mode.ts';
import type { ApiContext } from './web-api.ts';
import { addChannel, addGroup, addUser, getChannel, getUser } from './workspace.ts';

export type SlackServerOptions = {
  signingSecret?: string;
  botToken?: string;
  appToken?: string;
  /** What the bot was granted at its installation. */
  scopes?: string[];
  /** Whether the app is installed for a whole Enterprise organization. */
  isEnterpriseInstall?: boolean;
  /** How long Slack waits for the app; 3 s as in life. */
  limitMs?: number;
  /** The clock of `response_url`s. */
  now?: () => number;
  /** Off for load: requests are then not compared with Slack's descriptions, and messages are not read as people see them. */
  isChecked?: boolean;
};

/** What became of a command or a press. `payload` can be sent again with `redeliver`. */
export type Interaction = {
  outcome: AppAnswer['outcome'];
  status?: number | null;
  /** What the request's own answer showed to the caller. */
  shown?: SeenEphemeral;
  /** What a dialog that stays open shows beside its inputs, by block id. */
  errors?: Record<string, string>;
  payload: Record<string, unknown>;
};

export type SlackServer = Pick<Faults, 'fail' | 'hold' | 'keepFailing'> & {
  /** For the adapter's `apiUrl`. */
  apiUrl: string;
  signingSecret: string;
  botToken: string;
  appToken: string;
  teamId: string;
  /** What Slack would have had against the app's requests. Tests assert that it is empty. */
  violations: string[];
  /** Methods called, in order; `response_url` for answers. */
  calls: string[];
  /** Sets the app's request URL, for HTTP. */
  setAppUrl(url: string): void;
  addUser(user: Partial<SlackUser> & { name: string }): SlackUser;
  addChannel(channel: Partial<SlackChannel> & { name: string }): SlackChannel;
  addGroup(handle: string, members?: string[]): string;
  /** Types a whole line, `/recognize @alice 25`, as `user` (a name or an id); in a direct message without `channel`. */
  typeCommand(typed: { user: string; text: string; channel?: string }): Promise<Interaction>;
  /** Changes a user, as they or their admins do, and tells the app that subscribed to it. */
  changeUser(user: string, change: Partial<SlackUser>): Promise<AppAnswer['outcome']>;
  /** Writes to the bot, as `user` does in their direct messages; `more` are other fields of the event. */
  writeToBot(user: string, text: string, more?: object): Promise<AppAnswer['outcome']>;
  /** Presses the button with this action id (or label) in a message that `user` sees. */
  pressButton(message: SeenMessage, button: string, user: string): Promise<Interaction>;
  /** The dialogs that are open before `user`, the newest last. */
  viewsOf(user: string): OpenView[];
  /** Hands a dialog in, with texts by the labels of its fields. It closes when the app acknowledges with nothing. */
  submitView(view: OpenView, texts: Record<string, string>): Promise<Interaction>;
  /** Sends a payload once more, as a retry or a replay would. */
  redeliver(interaction: Interaction): Promise<Interaction>;
  /** Posts any form to the app, with a forged signature or time if wanted. */
  postForm(
    form: Record<string, string>,
    forged?: { signature?: string; timestampS?: number },
  ): Promise<AppAnswer>;
  /** Takes a message away, as somebody does who may delete it. */
  deleteMessage(message: SeenMessage): void;
  messagesTo(user: string): SeenMessage[];
  messagesIn(channel: string): SeenMessage[];
  /** The files that this user sees, in whichever place. */
  filesSeenBy(user: string): SlackFile[];
  ephemeralsTo(user: string): SeenEphemeral[];
  openSockets(): number;
  disconnectSockets(reason?: DisconnectReason): void;
  /** What sockets meet that are opened from now on. */
  meetSocketsWith(welcome: Welcome): void;
  /** Sends any text over the open sockets. */
  sendOverSockets(text: string): void;
  /** Brings any payload to the app, signed or over a socket, and says what became of it. */
  sendPayload(type: 'slash_commands' | 'interactive', payload: unknown): Promise<AppAnswer>;
  /** Posts any signed body to the app. */
  postBody(body: string, contentType: string): Promise<AppAnswer>;
  stop(): Promise<void>;
};

const allScopes = [
  'commands',
  'chat:write',
  'chat:write.public',
  'channels:read',
  'groups:read',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'files:write',
];

/** A pretended Slack workspace on a free port of 127.0.0.1, which real SDKs talk to over sockets. */
export async function startSlackServer(options: SlackServerOptions = {}): Promise<SlackServer> {
  const state = createState(options.now ?? Date.now);
  const faults = createFaults(() => state.now());
  let baseUrl = '';
  const hub = createSocketHub(state, () => baseUrl);
  const context = contextOf(options, state, { socket: () => hub.openUrl(), base: () => baseUrl });
  const http = createHttpServer(context, faults);
  http.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const link: AppLink = {
    signingSecret: options.signingSecret ?? '0123456789abcdef0123456789abcdef',
    limitMs: options.limitMs ?? 3_000,
    hub,
    appUrl: undefined,
  };

  async function deliver(
    type: 'slash_commands' | 'interactive',
    payload: Record<string, unknown>,
  ): Promise<Interaction> {
    const answer = await callApp(link, type, payload);
    const to = addresseeOf(payload);
    const errors = errorsOf(payload, answer);
    if (errors) return { outcome: answer.outcome, errors, payload };
    return { ...settle(context, answer, to, type === 'slash_commands'), payload };
  }

  return {
    apiUrl: `${baseUrl}/api/`,
    signingSecret: link.signingSecret,
    botToken: context.botToken,
    appToken: context.appToken,
    teamId: state.team.id,
    violations: state.violations,
    calls: state.calls,
    fail: (method, fault, times) => faults.fail(method, fault, times),
    keepFailing: (method, fault) => faults.keepFailing(method, fault),
    hold: (method) => faults.hold(method),
    setAppUrl(url) {
      link.appUrl = url;
    },
    addUser: (user) => addUser(state, user),
    addChannel: (channel) => addChannel(state, channel),
    addGroup: (handle, members) => addGroup(state, handle, members),
    typeCommand: async (typed) => deliver('slash_commands', commandPayload(state, baseUrl, typed)),
    async changeUser(user, change) {
      const changed = Object.assign(getUser(state, user), change);
      const payload = userChangePayload(state, changed, context.scopes.includes('users:read.email'));
      return (await callApp(link, 'events_api', payload)).outcome;
    },
    async writeToBot(user, text, more) {
      const payload = directMessagePayload(state, getUser(state, user), text, more);
      return (await callApp(link, 'events_api', payload)).outcome;
    },
    pressButton: async (message, button, user) =>
      deliver('interactive', pressPayload(state, baseUrl, { message, button, user })),
    viewsOf: (user) => state.views.filter((each) => each.userId === getUser(state, user).id),
    async submitView(view, texts) {
      const submitted = await deliver('interactive', submissionPayload(state, view, texts));
      if (submitted.outcome === 'acknowledged' && !submitted.errors)
        state.views = state.views.filter(({ id }) => id !== view.id);
      return submitted;
    },
    redeliver: (interaction) =>
      deliver('command' in interaction.payload ? 'slash_commands' : 'interactive', interaction.payload),
    postForm: (form, forged) => callOverHttp(link, new URLSearchParams(form).toString(), forged),
    deleteMessage({ channelId, ts }) {
      const kept = (state.messages.get(channelId) ?? []).filter((each) => each.ts !== ts);
      state.messages.set(channelId, kept);
    },
    messagesTo: (user) => state.messages.get(directChannelOf(getUser(state, user).id)) ?? [],
    messagesIn: (channel) => state.messages.get(getChannel(state, channel).id) ?? [],
    filesSeenBy: (user) =>
      [...state.files.values()].filter(({ sharedWith }) =>
        sharedWith.some(
          (place) => state.channels.has(place) || place === directChannelOf(getUser(state, user).id),
        ),
      ),
    ephemeralsTo: (user) => state.ephemerals.filter((each) => each.userId === getUser(state, user).id),
    openSockets: () => hub.count(),
    meetSocketsWith: (welcome) => hub.meetWith(welcome),
    sendOverSockets: (text) => hub.sendRaw(text),
    sendPayload: (type, payload) => callApp(link, type, payload as Record<string, unknown>),
    postBody: (body, contentType) => callOverHttp(link, body, { contentType }),
    disconnectSockets: (reason = 'refresh_requested') => hub.disconnectAll(reason),
    async stop() {
      hub.close();
      if (!http.listening) return;
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}

function contextOf(
  options: SlackServerOptions,
  state: SlackState,
  urls: { socket: () => string; base: () => string },
): ApiContext {
  const isChecked = options.isChecked ?? true;
  return {
    state,
    spec: isChecked ? loadSlackSpec() : null,
    botToken: options.botToken ?? 'xoxb-largesse-test',
    appToken: options.appToken ?? 'xapp-largesse-test',
    scopes: options.scopes ?? allScopes,
    isChecked,
    isEnterpriseInstall: options.isEnterpriseInstall ?? false,
    openSocketUrl: urls.socket,
    baseUrl: urls.base,
  };
}

function addresseeOf(payload: Record<string, unknown>): { userId: string; channelId: string } {
  const {
    user_id: userId,
    channel_id: channelId,
    user,
    channel,
  } = payload as {
    user_id?: string;
    channel_id?: string;
    user?: { id: string };
    channel?: { id: string };
  };
  return { userId: userId ?? user?.id ?? '', channelId: channelId ?? channel?.id ?? '' };
}

/** A dialog may be acknowledged with errors for its own inputs. */
function errorsOf(payload: Record<string, unknown>, answer: AppAnswer): Record<string, string> | undefined {
  if (payload['type'] !== 'view_submission' || answer.outcome !== 'acknowledged' || !answer.body)
    return undefined;
  const { view } = payload as { view: { state: { values: Record<string, unknown> } } };
  const body = JSON.parse(answer.body) as { response_action?: string; errors?: Record<string, string> };
  const isForInputs = Object.keys(body.errors ?? {}).every((name) => name in view.state.values);
  return body.response_action === 'errors' && isForInputs ? body.errors : undefined;
}

/** Only a command's acknowledgement can show something; a press's must be empty. */
function settle(
  context: ApiContext,
  answer: AppAnswer,
  to: { userId: string; channelId: string },
  canShow: boolean,
): Omit<Interaction, 'payload'> {
  if (answer.outcome === 'dispatch_failed') return { outcome: answer.outcome, status: answer.status };
  if (answer.outcome === 'operation_timeout' || answer.body === '') return { outcome: answer.outcome };
  if (!canShow) {
    context.state.violations.push('the acknowledgement of a press is not empty');
    return { outcome: answer.outcome };
  }
  const shown = showAnswer(context, { ...to, via: 'ack' }, answer.body);
  if ('error' in shown || !shown.ephemeral) return { outcome: answer.outcome };
  return { outcome: answer.outcome, shown: shown.ephemeral };
}
