import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ButtonPress,
  type CommandUse,
  type FormSubmit,
  type InteractionRecord,
  pressButton,
  type SeenMessage,
  see,
  submitForm,
  useCommand,
} from './discord-drive.ts';
import { createFaults, type Fault, type Faults, type RequestMatch } from './discord-faults.ts';
import { type GatewayServer, type Identify, serveGateway } from './discord-gateway.ts';
import { guildJson, memberJson, userJson } from './discord-json.ts';
import { type Answer, dmChannelOf, type Route, refuse, routes } from './discord-routes.ts';
import { loadDiscordSpec } from './discord-spec.ts';
import {
  createDiscordState,
  type DiscordState,
  type MemberState,
  type UploadedFile,
} from './discord-state.ts';

export type SeenRequest = { method: string; path: string; body: unknown; authorization: string | undefined };

/** A Discord of our own: REST and gateway on one loopback port, users who type and read, trouble on order. */
export type DiscordServer = {
  /** For the adapter's `apiUrl`. */
  url: string;
  token: string;
  applicationId: string;
  /** What requests did that Discord's description forbids. Should stay empty. */
  violations: string[];
  requests: SeenRequest[];
  identifies: Identify[];
  resumes: number[];
  addUser(user: { name: string; globalName?: string; isBot?: boolean; hasClosedDms?: boolean }): string;
  addGuild(name: string): string;
  addRole(guildId: string, name: string): string;
  /** Takes it from everybody, and tells bots of the role alone, as Discord does. */
  removeRole(guildId: string, roleId: string): void;
  /** Changes a member who is there already. Bots with the Server Members intent are told. */
  addMember(guildId: string, userId: string, member?: Partial<MemberState>): void;
  removeMember(guildId: string, userId: string): void;
  /** `thread` makes it a private thread of a channel, with these users in it. */
  addChannel(
    guildId: string,
    name: string,
    options?: {
      isHiddenFromBot?: boolean;
      hiddenFrom?: string[];
      thread?: { parentId: string; userIds: string[] };
    },
  ): string;
  renameGuild(guildId: string, name: string): void;
  /** The guild is announced to new sessions but never arrives, as in an outage. */
  withholdGuild(guildId: string): void;
  setDms(userId: string, dms: 'open' | 'closed'): void;
  /** Switches the Server Members intent off in the developer portal. */
  takeMembersIntent(): void;
  /** Enters an Interactions Endpoint URL in the developer portal. */
  setInteractionsUrl(url: string): void;
  /** What somebody else registered, or changed in the portal. */
  changeCommands(change: (commands: DiscordState['commands']) => DiscordState['commands']): void;
  /** Makes Discord refuse the token that it gave. */
  resetToken(): void;
  failNext(fault: Exclude<Fault, { kind: 'hold' }>, match?: RequestMatch, times?: number): void;
  /** Keeps the next such request waiting, before it has any effect. */
  holdNext(match: RequestMatch): { arrived: Promise<void>; release: () => void };
  useCommand(use: CommandUse): Promise<InteractionRecord>;
  pressButton(press: ButtonPress): Promise<InteractionRecord>;
  submitForm(submit: FormSubmit): Promise<InteractionRecord>;
  /** Takes a message away, as whoever may delete it does. */
  deleteMessage(messageId: string): void;
  messagesTo(userId: string): SeenMessage[];
  channelMessages(channelId: string): SeenMessage[];
  /** Pushes any event to the bots, to every shard that it is for. */
  dispatch(guildId: string | null, event: string, data: object): void;
  openSessions(): number;
  /** Only of a shard, if one is named. */
  cutSessions(shardId?: number): void;
  /** Closes every session with a code of Discord's. */
  closeSessions(code: number): void;
  /** What connections meet that are opened from now on. */
  meetWith: GatewayServer['meetWith'];
  /** Sends any text to every session. */
  sendRaw(text: string): void;
  /** The events that were dispatched to bots, in order. */
  dispatched: { t: string; d: object }[];
  /** Takes back all trouble that was ordered. */
  stopFailing(): void;
  stop(): Promise<void>;
};

export type DiscordServerOptions = {
  /** How long the first response to an interaction may take; 3 s with Discord. */
  interactionDeadlineMs?: number;
  /** How long an interaction can be answered; 15 min with Discord. */
  interactionTokenMs?: number;
  now?: () => number;
  /** How many shards Discord recommends. */
  shards?: number;
};

type Serving = {
  state: DiscordState;
  faults: Faults;
  violations: string[];
  requests: SeenRequest[];
  gatewayUrl: () => string;
  deadlineMs: number;
  tokenMs: number;
  shards: number;
};

/** Clocks differ a little, and timers fire early. */
const EARLY_MS = 20;

export async function startDiscordServer(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  loadDiscordSpec();
  const state = createDiscordState('discord-test-token', options.now ?? Date.now);
  const serving: Serving = {
    state,
    faults: createFaults(() => state.now()),
    violations: [],
    requests: [],
    gatewayUrl: () => `ws://127.0.0.1:${port}/gateway`,
    deadlineMs: options.interactionDeadlineMs ?? 3_000,
    tokenMs: options.interactionTokenMs ?? 15 * 60_000,
    shards: options.shards ?? 1,
  };
  const http = createServer((request, response) => {
    serve(serving, request, response).catch((error: unknown) => {
      serving.violations.push(`The test server broke: ${String(error)}`);
      response.destroy();
    });
  });
  const gateway = serveGateway(http, state, serving.gatewayUrl);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/api`,
    token: state.token,
    applicationId: state.applicationId,
    violations: serving.violations,
    requests: serving.requests,
    identifies: gateway.identifies,
    resumes: gateway.resumes,
    dispatched: gateway.dispatched,
    ...people(state, gateway),
    ...trouble(serving),
    ...driver(serving, gateway),
    async stop() {
      gateway.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function people(state: DiscordState, gateway: GatewayServer) {
  function getGuild(guildId: string) {
    const guild = state.guilds.get(guildId);
    if (guild === undefined) throw new Error(`No guild ${guildId}`);
    return guild;
  }
  return {
    addUser: ({ name, globalName = null, isBot = false, hasClosedDms = false }) => {
      const id = state.nextId();
      state.users.set(id, { id, username: name, globalName, isBot, hasClosedDms });
      return id;
    },
    addGuild: (name) => {
      const guild = { id: state.nextId(), name, roles: [], members: new Map(), isWithheld: false };
      state.guilds.set(guild.id, guild);
      gateway.dispatch(guild.id, 'GUILD_CREATE', guildJson(state, guild));
      return guild.id;
    },
    addRole: (guildId, name) => {
      const role = { id: state.nextId(), name };
      getGuild(guildId).roles.push(role);
      gateway.dispatch(guildId, 'GUILD_ROLE_CREATE', { guild_id: guildId, role });
      return role.id;
    },
    removeRole: (guildId, roleId) => {
      const guild = getGuild(guildId);
      guild.roles = guild.roles.filter(({ id }) => id !== roleId);
      for (const member of guild.members.values())
        member.roleIds = member.roleIds.filter((id) => id !== roleId);
      gateway.dispatch(guildId, 'GUILD_ROLE_DELETE', { guild_id: guildId, role_id: roleId });
    },
    addMember: (guildId, userId, { nick = null, roleIds = [], ...flags } = {}) => {
      const guild = getGuild(guildId);
      const event = guild.members.has(userId) ? 'GUILD_MEMBER_UPDATE' : 'GUILD_MEMBER_ADD';
      guild.members.set(userId, { nick, roleIds, ...flags });
      const user = state.users.get(userId);
      if (user) gateway.dispatch(guildId, event, { guild_id: guildId, ...memberJson(guild, user) });
    },
    removeMember: (guildId, userId) => {
      getGuild(guildId).members.delete(userId);
      const user = state.users.get(userId);
      if (user) gateway.dispatch(guildId, 'GUILD_MEMBER_REMOVE', { guild_id: guildId, user: userJson(user) });
    },
    addChannel: (guildId, name, { isHiddenFromBot = false, hiddenFrom = [], thread = null } = {}) => {
      const id = state.nextId();
      const sight = { isHiddenFromBot, hiddenFrom, thread };
      state.channels.set(id, { id, name, guildId, recipientId: null, ...sight, messages: [] });
      return id;
    },
    renameGuild: (guildId, name) => {
      const guild = getGuild(guildId);
      guild.name = name;
      gateway.dispatch(guildId, 'GUILD_UPDATE', guildJson(state, guild));
    },
    withholdGuild: (guildId) => {
      getGuild(guildId).isWithheld = true;
    },
    setDms: (userId, dms) => {
      const user = state.users.get(userId);
      if (user === undefined) throw new Error(`No user ${userId}`);
      user.hasClosedDms = dms === 'closed';
    },
    takeMembersIntent: () => {
      state.hasMembersIntent = false;
    },
    setInteractionsUrl: (url) => {
      state.interactionsUrl = url;
    },
    changeCommands: (change) => {
      state.commands = change(state.commands);
    },
    resetToken: () => {
      state.token = `reset-${state.nextId()}`;
    },
  } satisfies Partial<DiscordServer>;
}

function trouble({ faults }: Serving) {
  return {
    failNext: (fault, match = {}, times = 1) => faults.add(fault, match, times),
    stopFailing: () => faults.clear(),
    holdNext: (match) => {
      const arrival = createSignal();
      const release = createSignal();
      faults.add({ kind: 'hold', arrived: arrival.give, released: release.given }, match, 1);
      return { arrived: arrival.given, release: release.give };
    },
  } satisfies Partial<DiscordServer>;
}

function createSignal(): { given: Promise<void>; give: () => void } {
  const listeners: (() => void)[] = [];
  const given = new Promise<void>((resolve) => listeners.push(resolve));
  return { given, give: () => listeners.forEach((listener) => listener()) };
}

function driver({ state, deadlineMs }: Serving, gateway: GatewayServer) {
  const deps = {
    state,
    deadlineMs,
    dispatch: (guildId: string | null, data: object) => gateway.dispatch(guildId, 'INTERACTION_CREATE', data),
  };
  return {
    useCommand: (use) => useCommand(deps, use),
    pressButton: (press) => pressButton(deps, press),
    submitForm: (submit) => submitForm(deps, submit),
    deleteMessage(messageId) {
      for (const channel of state.channels.values()) {
        channel.messages = channel.messages.filter(({ id }) => id !== messageId);
      }
    },
    messagesTo: (userId) => dmChannelOf(state, userId).messages.map(see),
    channelMessages: (channelId) => (state.channels.get(channelId)?.messages ?? []).map(see),
    dispatch: (guildId, event, data) => {
      gateway.dispatch(guildId, event, data);
    },
    openSessions: () => gateway.openSessions(),
    cutSessions: (shardId) => gateway.cutSessions(shardId),
    closeSessions: (code) => gateway.closeSessions(code),
    meetWith: (welcome) => gateway.meetWith(welcome),
    sendRaw: (text) => gateway.sendRaw(text),
  } satisfies Partial<DiscordServer>;
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const path = url.pathname.replace(/^\/api\/v10/, '');
  const { body, files } = await readBody(request);
  serving.requests.push({ method, path, body, authorization: request.headers.authorization });

  const waitMs = serving.faults.waitMs(method, path);
  if (waitMs > EARLY_MS) {
    if (!serving.faults.wasUnderWay(method, path)) {
      serving.violations.push(`${method} ${path}: came ${waitMs} ms too early, in spite of Retry-After`);
    }
    return sendRateLimit(response, { retryAfterMs: waitMs });
  }
  const fault = serving.faults.take(method, path);
  if (fault?.kind === 'drop' && !fault.after) return void request.socket.destroy();
  if (fault?.kind === 'rate-limit') return sendRateLimit(response, fault);
  if (fault?.kind === 'error') {
    return send(response, refuse(fault.status, fault.code ?? 0, fault.message ?? 'On order'));
  }
  if (fault?.kind === 'delay') await sleep(fault.delayMs);
  if (fault?.kind === 'hold') {
    fault.arrived();
    await fault.released;
  }
  const arrivedAt = serving.state.now();
  const { authorization } = request.headers;
  const answer = answerTo(serving, { method, path, url, body, files, authorization, arrivedAt });
  if (fault?.kind === 'drop') return void request.socket.destroy();
  const bucket =
    fault?.kind === 'last-of-bucket' ? { remaining: 0, resetAfterMs: fault.resetAfterMs } : undefined;
  send(response, answer, bucket);
}

function answerTo(
  serving: Serving,
  request: SeenRequest & { url: URL; files: UploadedFile[]; arrivedAt: number },
): Answer {
  const { method, path, url, body, files } = request;
  if (method === 'GET' && path === '/gateway/bot') return gatewayInformation(serving, request);
  const matched = matchRoute(method, path);
  if (matched === undefined) {
    serving.violations.push(`${method} ${path}: the test server has no such route`);
    return refuse(404, 0, '404: Not Found');
  }
  const { route, values } = matched;
  if (route.needsToken && !isAuthorized(serving, request)) return refuse(401, 0, '401: Unauthorized');

  const faults =
    loadDiscordSpec()?.faultsOf({
      method,
      template: route.template,
      pathValues: values,
      query: url.searchParams,
      body,
    }) ?? [];
  if (faults.length > 0) {
    serving.violations.push(...faults.map((fault) => `${method} ${route.template}: ${fault}`));
    return {
      status: 400,
      body: {
        code: 50035,
        message: 'Invalid Form Body',
        errors: { _errors: faults.map((message) => ({ code: 'SPEC', message })) },
      },
    };
  }
  return route.handle({
    ...serving,
    values,
    query: url.searchParams,
    body,
    files,
    arrivedAt: request.arrivedAt,
  });
}

function gatewayInformation(serving: Serving, request: SeenRequest): Answer {
  if (!isAuthorized(serving, request)) return refuse(401, 0, '401: Unauthorized');
  const limit = { total: 1000, remaining: 999, reset_after: 60_000, max_concurrency: serving.shards };
  return {
    status: 200,
    body: { url: serving.gatewayUrl(), shards: serving.shards, session_start_limit: limit },
  };
}

function isAuthorized({ state }: Serving, request: SeenRequest): boolean {
  return request.authorization === `Bot ${state.token}`;
}

function matchRoute(
  method: string,
  path: string,
): { route: Route; values: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const pattern = route.template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(path);
    if (match !== null) return { route, values: { ...match.groups } };
  }
  return undefined;
}

/** With files, the body is a part of its own. */
async function readBody(request: IncomingMessage): Promise<{ body: unknown; files: UploadedFile[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    const text = bytes.toString('utf8');
    return { body: text === '' ? undefined : JSON.parse(text), files: [] };
  }
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files: UploadedFile[] = [];
  for (const [key, value] of form.entries()) {
    if (typeof value === 'string') continue;
    files.push({ key, name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  const json = form.get('payload_json');
  return { body: typeof json === 'string' ? JSON.parse(json) : undefined, files };
}

/** A 204 goes without a content type, as with Discord: its library would look for JSON in it. */
function send(
  response: ServerResponse,
  answer: Answer,
  bucket: { remaining: number; resetAfterMs: number } = { remaining: 49, resetAfterMs: 1_000 },
): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    'x-ratelimit-limit': '50',
    'x-ratelimit-remaining': String(bucket.remaining),
    'x-ratelimit-reset': String((Date.now() + bucket.resetAfterMs) / 1000),
    'x-ratelimit-reset-after': String(bucket.resetAfterMs / 1000),
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }),
  });
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}

function sendRateLimit(response: ServerResponse, fault: { retryAfterMs: number; isGlobal?: boolean }): void {
  const seconds = fault.retryAfterMs / 1000;
  response.writeHead(429, {
    'content-type': 'application/json',
    'retry-after': String(Math.ceil(seconds)),
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset-after': String(seconds),
    'x-ratelimit-scope': fault.isGlobal ? 'global' : 'user',
    ...(fault.isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
  });
  response.end(
    JSON.stringify({
      message: 'You are being rate limited.',
      retry_after: seconds,
      global: fault.isGlobal ?? false,
    }),
  );
}
