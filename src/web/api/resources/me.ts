import { z } from '@hono/zod-openapi';
import { done } from '#src/domain/outcome.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { API_SCOPES } from '#src/domain/session/api-token.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id, Instant, timeBody } from '../kit/fields.ts';

const Me = z
  .strictObject({
    person: z.strictObject({ id: Id, name: z.string(), role: z.enum(ROLES), departmentId: Id }),
    token: z.strictObject({
      id: Id,
      name: z.string(),
      scopes: z.array(z.enum(API_SCOPES)),
      marketplaceId: Id.nullable().openapi({
        description: 'The marketplace that it was made for: it spends the wallets of those who buy there.',
      }),
      expiresAt: Instant,
    }),
  })
  .openapi('Me');

const getMe = defineEndpoint({
  name: 'getMe',
  method: 'get',
  path: '/v1/me',
  tag: 'Token',
  scope: undefined,
  summary: 'Say whom this token acts as, and what it is for',
  answer: Me,
  async run(_deps, { caller: { person, token } }) {
    const { id, name, role, departmentId } = person;
    return done({
      person: { id, name, role, departmentId },
      token: {
        id: token.id,
        name: token.name,
        scopes: token.scopes,
        marketplaceId: token.marketplaceId,
        expiresAt: timeBody(token.expiresAt),
      },
    });
  },
});

export const meEndpoints = [getMe];
