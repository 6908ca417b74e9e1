import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { PlannedFile } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { UNDO_MS } from '#src/domain/people/people-import.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { fileField, readForm, tryForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import {
  MOST_FILE_BYTES,
  packFile,
  saidColumns,
  SentImport,
  type SentImportForm,
  unpackFile,
} from './import-form.ts';
import { ImportColumnsPage, ImportFilePage, problemsOf } from './import-pages.tsx';
import { ImportDonePage, PeopleFilePage } from './people-file-page.tsx';

const Upload = z.object({ file: fileField });

/** A step of an import: what was sent, and the file in it. */
type Step = { sent: SentImportForm; bytes: Uint8Array };

const FRESH: Omit<SentImportForm, 'text'> = {
  header: [],
  meaning: [],
  department: '',
  bringBack: undefined,
  absent: undefined,
  mass: undefined,
  sight: '',
};

const SAID = { undone: 'web.lastImports.saidUndone', undoneHeld: 'web.lastImports.saidUndoneHeld' } as const;

function saidOf({ words }: SiteDeps, c: Context<SiteEnv>): string | undefined {
  const said = c.req.query('said') ?? '';
  return Object.hasOwn(SAID, said) ? words.say(SAID[said as keyof typeof SAID]) : undefined;
}

/**
 * People from a file: the file, what its columns mean, what it would do, done. The file travels in the forms, packed, so that nothing of
 * it is kept here until it is meant; what is done is what was shown.
 */
export function peopleFileRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { words } = deps;
  routes.get('/import', async (c) => {
    return show(
      c,
      <ImportFilePage {...shownTo(deps, c)} last={await lastImports(deps, c)} said={saidOf(deps, c)} />,
    );
  });
  routes.post('/import', async (c) => {
    const read = await tryForm(c, Upload);
    if (!read.ok || read.data.file.size === 0) return refuse(deps, c, words.say('web.stock.noFile'));
    if (read.data.file.size > MOST_FILE_BYTES) return refuse(deps, c, words.say('web.peopleFile.tooLarge'));
    const bytes = new Uint8Array(await read.data.file.arrayBuffer());
    return showColumns(deps, c, { sent: { ...FRESH, text: packFile(bytes) }, bytes });
  });
  routes.post('/import/columns', async (c) => {
    const step = await readStep(c);
    return step ? showColumns(deps, c, step) : refuse(deps, c, words.say('web.stock.noFile'));
  });
  routes.post('/import/preview', async (c) => {
    const step = await readStep(c);
    if (!step) return refuse(deps, c, words.say('web.stock.noFile'));
    const planned = await deps.app.people.planFile(deps.organization, requestOf(c, step));
    if (!planned.ok) return refused(deps, c, planned.refusal);
    return preview(deps, c, { step, planned: planned.value });
  });
  routes.post('/import/confirm', async (c) => {
    const step = await readStep(c);
    if (!step) return refuse(deps, c, words.say('web.stock.noFile'));
    const { sight: seen, mass } = step.sent;
    const asked = { ...requestOf(c, step), seen, isMassMeant: mass === 'yes' };
    const done = await deps.app.people.importFile(deps.organization, asked);
    if (done.ok && done.value.isDone)
      return show(
        c,
        <ImportDonePage
          {...shownTo(deps, c)}
          planned={done.value}
          waiting={done.value.waiting.map((refusal) => refusalText(deps.words, refusal))}
        />,
      );
    if (done.ok) return preview(deps, c, { step, planned: done.value, notice: 'web.peopleFile.changed' });
    if (done.refusal.kind !== 'mass-leaving') return refused(deps, c, done.refusal);
    const planned = await deps.app.people.planFile(deps.organization, requestOf(c, step));
    if (!planned.ok) return refused(deps, c, planned.refusal);
    return preview(deps, c, { step, planned: planned.value, notice: 'web.peopleFile.massMissing' });
  });
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

async function lastImports(
  { app, organization, clock, peopleSource: source }: SiteDeps,
  c: Context<SiteEnv>,
) {
  const imports = await app.queries.people.listImports(c.get('signedIn').person);
  const undoSince = new Date(clock.now().getTime() - UNDO_MS);
  return { imports, source, undoSince, timeZone: organization.timeZone };
}

function refuse(deps: SiteDeps, c: Context<SiteEnv>, error: string) {
  return show(c, <ImportFilePage {...shownTo(deps, c)} error={error} />, 400);
}

function refused(deps: SiteDeps, c: Context<SiteEnv>, refusal: Refusal) {
  return show(c, <ImportFilePage {...shownTo(deps, c)} error={refusalText(deps.words, refusal)} />, 403);
}

async function readStep(c: Context<SiteEnv>): Promise<Step | undefined> {
  const sent = await readForm(c, SentImport);
  const bytes = unpackFile(sent.text);
  return bytes && { sent, bytes };
}

function requestOf(c: Context<SiteEnv>, { sent, bytes }: Step) {
  const { department, bringBack, absent } = sent;
  return {
    by: c.get('signedIn').person,
    bytes,
    columns: saidColumns(sent),
    options: {
      bringBack: bringBack === 'yes',
      deactivateAbsent: absent === 'yes',
      ...(department !== '' && { department }),
    },
  };
}

/** A file without columns is none that can be corrected here. */
async function showColumns(deps: SiteDeps, c: Context<SiteEnv>, step: Step) {
  const planned = await deps.app.people.planFile(deps.organization, requestOf(c, step));
  if (!planned.ok) return refused(deps, c, planned.refusal);
  if (planned.value.file.columns.length > 0)
    return show(c, <ImportColumnsPage {...shownTo(deps, c)} planned={planned.value} sent={step.sent} />);
  const problems = problemsOf(deps.words, planned.value);
  return show(c, <ImportFilePage {...shownTo(deps, c)} problems={problems} />, 400);
}

type Previewed = {
  step: Step;
  planned: PlannedFile;
  notice?: 'web.peopleFile.changed' | 'web.peopleFile.massMissing';
};

async function preview(deps: SiteDeps, c: Context<SiteEnv>, { step, planned, notice }: Previewed) {
  const departments = await deps.app.queries.people.listDepartments(c.get('signedIn').person);
  const more = { planned, sent: step.sent, departments, notice };
  const hasProblems = problemsOf(deps.words, planned).length > 0;
  const status = notice ? 409 : hasProblems ? 400 : 200;
  return show(c, <PeopleFilePage {...shownTo(deps, c)} {...more} />, status);
}
