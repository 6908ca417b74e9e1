import { DefaultRestOptions, REST, RESTEvents, RequestMethod, type RouteLike } from 'discord.js';
import type { Clock } from '#src/ports/clock.ts';
import type { DiscordConfig } from './discord-config.ts';

/** Discord answered 401 to the bot's token. More requests would only count towards a ban of our address. */
export class TokenRefused extends Error {
  override name = 'TokenRefused';

  constructor() {
    super('Discord refuses the bot token: reset it in the developer portal, set DISCORD_TOKEN and restart');
  }
}

export type DiscordRequest = { body?: unknown; query?: Record<string, string> };

/**
 * Discord's HTTP API for sending: each call is tried once and never waits for a rate limit. Rejects with the errors of
 * @discordjs/rest or with `TokenRefused`.
 */
export type DiscordApi = {
  get(route: RouteLike, request?: DiscordRequest): Promise<unknown>;
  post(route: RouteLike, request: DiscordRequest): Promise<unknown>;
  put(route: RouteLike, request: DiscordRequest): Promise<unknown>;
  patch(route: RouteLike, request: DiscordRequest): Promise<unknown>;
  /** For an interaction's routes: their path holds its token, so the bot's own is not sent. */
  postAsInteraction(route: RouteLike, request: DiscordRequest): Promise<unknown>;
  patchAsInteraction(route: RouteLike, request: DiscordRequest): Promise<unknown>;
  close(): void;
};

/** How long a call may take in total, including its wait behind other calls of the same route. */
const CALL_TIMEOUT_MS = 15_000;
/** How long a refused token is not tried again. Not forever: Discord has rejected valid tokens during outages. */
const REFUSAL_LASTS_MS = 60_000;

/** With `closing`, calls that are under way are given up when it says so. */
export function createDiscordApi(config: DiscordConfig, clock: Clock, closing?: AbortSignal): DiscordApi {
  const rest = new REST({
    ...restOptions(config),
    retries: 0,
    rejectOnRateLimit: () => true,
  }).setToken(config.token);
  const guard = createTokenGuard(rest, config.token, clock);

  function call(method: RequestMethod, fullRoute: RouteLike, request: DiscordRequest, auth = true) {
    const query = request.query && new URLSearchParams(request.query);
    const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
    const signal = closing ? AbortSignal.any([timeout, closing]) : timeout;
    const options = { method, fullRoute, signal, auth, body: request.body, ...(query && { query }) };
    return auth ? guard(() => rest.request(options)) : rest.request(options);
  }

  return {
    get: (route, request = {}) => call(RequestMethod.Get, route, request),
    post: (route, request) => call(RequestMethod.Post, route, request),
    put: (route, request) => call(RequestMethod.Put, route, request),
    patch: (route, request) => call(RequestMethod.Patch, route, request),
    postAsInteraction: (route, request) => call(RequestMethod.Post, route, request, false),
    patchAsInteraction: (route, request) => call(RequestMethod.Patch, route, request, false),
    close: () => closeRest(rest),
  };
}

/** Options that all our REST clients share. */
export function restOptions(config: DiscordConfig) {
  return { api: config.apiUrl ?? DefaultRestOptions.api, version: '10', timeout: 10_000 };
}

/** Stops the timers of a REST client. */
export function closeRest(rest: REST): void {
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
}

/** After a 401, @discordjs/rest drops its token and fails with unhelpful errors: this remembers the real reason. */
function createTokenGuard(rest: REST, token: string, clock: Clock) {
  let refusedAtMs: number | undefined;
  rest.on(RESTEvents.Response, (request, response) => {
    if (response.status === 401 && request.data.auth) refusedAtMs = clock.now().getTime();
  });

  return async function guarded<T>(call: () => Promise<T>): Promise<T> {
    if (refusedAtMs !== undefined) {
      if (clock.now().getTime() - refusedAtMs < REFUSAL_LASTS_MS) throw new TokenRefused();
      refusedAtMs = undefined;
      rest.setToken(token);
    }
    try {
      return await call();
    } catch (error) {
      if (refusedAtMs !== undefined) throw new TokenRefused();
      throw error;
    }
  };
}
