import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '#adapters/chat/discord/error-codes.ts';
import { outcomeOfError } from '#adapters/chat/discord/outcome-of-error.ts';
import { errorCodeIn, OTHER_ERROR } from '#src/ports/error-codes.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { createConnectedWorld, createSecondPlatform, type DiscordWorld, plainCard } from './discord-world.ts';

const ENDS = ['closed', 'failed'];
const ADDRESS = 'https://discord.com/api/v10/channels/1/messages';

/** What the published codes are about that no message, and no answer, may meet. */
const OTHER_SUBJECTS = new RegExp(
  [
    'Sticker|Emoji|Sound|Lottie|Reaction|Pin|Poll|Voice|Attachment|File|Asset|Bitrate|Duration',
    'Guilds?Reached|GuildTemplate|GuildWidget|GuildPremium|GuildAlready|GuildMemberVerification|GuildWelcome|Widget',
    'Scheduled|Event|Stage|Onboarding|Community|Monetization|Boosts|Prune|Ban(?!ned)|Discoverable|Categories',
    'Invite|Entitlement|SKU|Store|Gift|Payment|Build|Branch|Lobby|Redistributable|Premium|Provisional|IdToken',
    'ApplicationCommand|ActivityAction|OAuth2(State|ApplicationLimit)|Sandbox|Integration|Provider|Note|Friends',
    'Threads?(Participants|AlreadyCreated)|ActiveThreads|ActiveAnnouncement|PinnedThreads|ThreadNotification|Tag',
    'Roles?(Reached)?$|SubscriptionRoles|Webhooks?(Reached|Service|PerGuild)|SystemWebhook|Overwrites?|Channels?Reached',
    'ParentId|Crossposted|AuthoredByAnother|SystemMessage|BulkDelete|MessagesToDelete|ReferenceAMessage|Reference',
    'Forward|OwnerCannot|Ownership|DiscordTag|UserIsServerMuted|JoiningNewServers|FeatureFlag|Username|ClientSecret',
    'GroupDMs|RecipientsReached|MembersReached|GuildAreTooLarge|DisallowedWords|FinishedEvent|Session|UnknownToken',
    'UnknownAccount|UnknownApplication$|OnlyBots|OnlyTheOwner|Maze|ConnectionHasBeenRevoked|UserAccountMust',
    'MFARequired|ParameterEarlier|GeneralError|UnknownStream',
  ].join('|'),
);

function refusal(code: number, status = 400): DiscordAPIError {
  const body = { body: {}, files: undefined };
  return new DiscordAPIError({ code, message: 'no' }, code, status, 'POST', ADDRESS, body);
}

function limited(retryAfter: number, timeToReset: number): RateLimitError {
  return new RateLimitError({
    global: false,
    hash: 'h',
    limit: 5,
    majorParameter: '1',
    method: 'POST',
    retryAfter,
    route: '/channels/:id/messages',
    scope: 'user',
    sublimitTimeout: 0,
    timeToReset,
    url: ADDRESS,
  });
}

describe('an error code of Discord', () => {
  it.each(Object.entries(ERROR_CODES))('%s ends its way, or waits', (code, { ends }) => {
    const { status } = outcomeOfError(refusal(Number(code)));

    expect(ends === 'wait' ? ['later'] : ENDS).toContain(status);
  });

  it('opens the next way when nobody knows it, whatever its status', () => {
    const code = fc.integer({ min: 0, max: 999_999 }).filter((number) => !Object.hasOwn(ERROR_CODES, number));
    fc.assert(
      fc.property(code, fc.constantFrom(400, 401, 403, 404, 405), (number, status) => {
        expect(errorCodeIn(ERROR_CODES, number)).toBe(OTHER_ERROR);
        expect(outcomeOfError(refusal(number, status)).status).toBe('closed');
      }),
    );
  });

  it('closes all of an account that is gone, and only direct messages where those are closed', () => {
    expect(outcomeOfError(refusal(50278, 403))).toMatchObject({ status: 'closed', ends: 'account' });
    expect(outcomeOfError(refusal(50033))).toMatchObject({ status: 'closed', ends: 'account' });
    expect(outcomeOfError(refusal(50007, 403))).toMatchObject({ status: 'closed', ends: 'direct-messages' });
  });

  it('has no time when Discord blocks our address without one', () => {
    expect(outcomeOfError(limited(0, 50))).toEqual({ status: 'later', reason: expect.any(String) as string });
    expect(outcomeOfError(limited(2_050, 50))).toMatchObject({ retryAfterMs: 2_050 });
    expect(outcomeOfError(limited(0, 5_000))).toMatchObject({ retryAfterMs: 5_000 });
  });

  it('has a row when a message or an answer may meet it', () => {
    const published = Object.entries(RESTJSONErrorCodes).filter(([, code]) => typeof code === 'number');
    const met = published.filter(([name]) => !OTHER_SUBJECTS.test(name));

    expect(published.length).toBeGreaterThan(200);
    expect(met.filter(([, code]) => !Object.hasOwn(ERROR_CODES, code)).map(([name]) => name)).toEqual([]);
  });
});

describe('an error code that Discord answers with', () => {
  let world: DiscordWorld;
  beforeAll(async () => {
    world = await createConnectedWorld();
  });
  afterAll(() => world.stop());

  const card = plainCard('Hello');

  /** Of a platform of its own: one of them makes fifty calls a second at most. */
  function doors(key: string, replyTo: string): Record<string, () => Promise<SendOutcome>> {
    const { channel, guild, alice } = world;
    const discord = createSecondPlatform(world);
    const to = { platform: 'discord', workspaceId: guild, userId: alice };
    return {
      dm: () => discord.sendDirectMessage(to, { card, key }),
      post: () => discord.postToChannel(channel, to, { card, key }),
      answer: () => discord.answer(replyTo, { card, key }),
    };
  }

  async function replyHandle(): Promise<string> {
    const { server, host, channel, guild, bob } = world;
    await server.useCommand({ user: bob, guild, channel, name: 'balance' });
    return host.calls.at(-1)?.replyTo ?? '';
  }

  it.each([400, 403, 404])('ends its way, or waits, with HTTP %d at every door', async (status) => {
    const { server } = world;
    const replyTo = await replyHandle();
    const sends = { path: /\/messages$|^\/webhooks\// };

    for (const [code, { ends }] of Object.entries(ERROR_CODES)) {
      for (const [door, send] of Object.entries(doors(`${status}-${code}`, replyTo))) {
        server.failNext({ kind: 'error', status, code: Number(code) }, sends);
        const outcome = await send();

        expect({ door, code, outcome }).toMatchObject({
          outcome: { status: expect.stringMatching(ends === 'wait' ? /later/ : /closed|failed/) as string },
        });
        expect('reason' in outcome && outcome.reason).toContain(code);
      }
    }
  });

  it('opens the next way with HTTP 401, whatever it says', async () => {
    const { server, clock } = world;
    const replyTo = await replyHandle();
    const sends = { path: /\/messages$|^\/webhooks\// };

    for (const code of [0, 40001, 50014, 987_654]) {
      for (const [door, send] of Object.entries(doors(`401-${code}`, replyTo))) {
        server.failNext({ kind: 'error', status: 401, code }, sends);
        const outcome = await send();
        clock.advance(61_000);

        expect({ door, code, outcome }).toMatchObject({
          outcome: { status: expect.stringMatching(/closed|failed/) as string },
        });
      }
    }
  });
});
