import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Trouble } from '#src/domain/kit/trouble.ts';
import { TokenRefused } from './discord-api.ts';
import { gatewayTrouble } from './close-codes.ts';

/** Discord says nothing about how long when it blocks an address; asking again soon makes it longer. */
const BLOCKED_WAIT_MS = 60_000;

/** What a failed request to Discord's HTTP API means for the connection. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof TokenRefused) return tokenRefused();
  if (error instanceof RateLimitError) return rateLimited(Math.max(error.retryAfter, error.timeToReset));
  if (error instanceof DiscordAPIError) {
    if (error.status === 401) return tokenRefused();
    return elsewhere(`HTTP ${error.status}`);
  }
  if (error instanceof HTTPError)
    return gatewayTrouble(`Discord has a fault of its own (HTTP ${error.status})`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const message = error instanceof Error ? error.message : 'no reason given';
  return { ...gatewayTrouble(`Discord cannot be reached (${code ?? message})`), setting: 'DISCORD_API_URL' };
}

function tokenRefused(): Trouble {
  return {
    reason: 'Discord refuses the bot token',
    advice:
      'Take it from https://discord.com/developers/applications, your application, Bot, Reset Token, without “Bot ” before it, and set DISCORD_TOKEN',
    setting: 'DISCORD_TOKEN',
    needsPerson: true,
  };
}

function rateLimited(retryAfterMs: number): Trouble {
  return {
    reason: 'Discord asks us to slow down',
    advice: 'Nothing, if it passes. If it does not, see whether other bots share this machine’s address',
    retryAfterMs: retryAfterMs > 0 ? retryAfterMs : BLOCKED_WAIT_MS,
    needsPerson: false,
  };
}

/** What answers, but not as Discord does. */
export function elsewhere(what: string): Trouble {
  return {
    reason: `What answers in Discord’s place gives ${what}`,
    advice: 'Check DISCORD_API_URL, or leave it out; check proxies on the way',
    setting: 'DISCORD_API_URL',
    needsPerson: false,
  };
}
