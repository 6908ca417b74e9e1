import type { Job } from './job.ts';

/** Brings people up to date from where the company keeps them, once a day; after a failure, an hour later again. */
export const syncPeopleJob: Job<'sync-people'> = {
  name: 'sync-people',
  everyMs: 300_000,

  async run({ app, peopleSync, log }) {
    if (!peopleSync) return;
    const { organizationId, source } = peopleSync;
    const report = await app.people.sync(organizationId, { source, actorId: null, isByClock: true });
    if (!report) return;
    const { status, detail } = report;
    const { added, changed, left, why, badCount } = detail;
    log.info({ status, why, added, changed, left, badCount }, 'Read the people from their source');
  },
};
