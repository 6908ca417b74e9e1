import { z } from '@hono/zod-openapi';
import type { ListedActivity } from '#src/app.ts';
import { ACTIVITY_KINDS } from '#src/domain/ledger/activity-kinds.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id, Instant, timeBody } from '../kit/fields.ts';
import { pageFields, pageSchema, readPage } from '../kit/page.ts';

const Activity = z
  .strictObject({
    id: Id,
    at: Instant,
    kind: z.string().openapi({ description: 'What was done, such as `gift.issued`.' }),
    doer: z.string().nullable().openapi({ description: 'The person who did it; null where it was nobody.' }),
    operator: z.string().nullable().openapi({ description: 'Who ran the command, where one did it.' }),
    subject: z.string().nullable().openapi({ description: 'The person it is about.' }),
    department: z.string().nullable(),
    giftId: Id.nullable(),
    way: z.string().nullable().openapi({
      description:
        'How it came in: `web`, `shell`, `start`, or `chat:`, `api:`, `scim:` or `job:` with the platform, the id of the token or the name of the job. Null where that was not recorded.',
    }),
    detail: z.record(z.string(), z.unknown()),
  })
  .openapi('Activity');

function activityBody(activity: ListedActivity): z.input<typeof Activity> {
  const { id, at, kind, doer, operator, subject, department, giftId, way, detail } = activity;
  return { id, at: timeBody(at), kind, doer, operator, subject, department, giftId, way, detail };
}

const KindSchema = z.string().max(100).refine(isKind, 'is no kind of activity');

function isKind(text: string): boolean {
  return ACTIVITY_KINDS.some((kind) => kind === text);
}

const listActivity = defineEndpoint({
  name: 'listActivity',
  method: 'get',
  path: '/v1/activity',
  tag: 'Activity',
  scope: 'activity:read',
  summary: 'List what was done to money and rights, the newest first',
  description: 'For finance and admins; empty for everybody else.',
  query: z.strictObject({
    ...pageFields,
    personId: Id.optional().openapi({ description: 'Done by them or about them.' }),
    kind: KindSchema.optional(),
    since: Instant.optional(),
    until: Instant.optional(),
  }),
  answer: pageSchema(Activity).openapi('ActivityPage'),
  async run({ app }, { caller, query }) {
    const { personId, since, until } = query;
    const kind = ACTIVITY_KINDS.find((one) => one === query.kind);
    return readPage({
      name: 'activity',
      query,
      list: (before, limit) =>
        app.queries.ledger.listActivities(caller.person, {
          ...(personId && { personId }),
          ...(kind && { kind }),
          ...(since && { since: new Date(since) }),
          ...(until && { until: new Date(until) }),
          ...(before && { before }),
          limit,
        }),
      idOf: ({ id }) => id,
      show: activityBody,
    });
  },
});

export const activityEndpoints = [listActivity];
