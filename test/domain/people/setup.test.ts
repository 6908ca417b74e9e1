import { describe, expect, it } from 'vitest';
import {
  SETUP_STEPS,
  type SetupFacts,
  setupOf,
  type SetupSettings,
  UNNAMED,
} from '#src/domain/people/setup.ts';

const NOTHING: SetupFacts = {
  name: UNNAMED,
  isSample: false,
  departments: 0,
  people: 0,
  budgets: 0,
  workspaces: 0,
  hasGift: false,
};
const ALL: SetupFacts = {
  name: 'Acme',
  isSample: false,
  departments: 3,
  people: 20,
  budgets: 2,
  workspaces: 1,
  hasGift: true,
};
const NO_SETTINGS: SetupSettings = {
  platforms: [],
  misconfigured: [],
  hasMailServer: false,
  publicUrl: undefined,
  hasOidc: false,
};
const SETTINGS: SetupSettings = {
  ...NO_SETTINGS,
  platforms: ['slack'],
  hasMailServer: true,
  publicUrl: 'https://gifts.example.com',
};

/** What keeps each step from being done. */
function lacksOf(facts: SetupFacts, settings: SetupSettings): Record<string, string | undefined> {
  const { lines } = setupOf(facts, settings, []);
  return Object.fromEntries(lines.map(({ step, lack }) => [step, lack]));
}

describe('the set-up', () => {
  it('has everything to do where nothing is there, the company first', () => {
    const setup = setupOf(NOTHING, NO_SETTINGS, []);

    expect(setup).toMatchObject({ done: 0, of: 8, next: { step: 'company', lack: 'unnamed' } });
    expect(setup.lines.map(({ step }) => step)).toEqual(SETUP_STEPS);
  });

  it('is done when everything is there, and has nothing next', () => {
    expect(setupOf(ALL, SETTINGS, [])).toMatchObject({ done: 8, of: 8 });
    expect(setupOf(ALL, SETTINGS, []).next).toBeUndefined();
  });

  it('takes nothing of the sample company for done, but for the settings', () => {
    const lacks = lacksOf({ ...ALL, isSample: true, workspaces: 0 }, { ...NO_SETTINGS, hasMailServer: true });

    expect(lacks).toEqual({
      company: 'sample',
      departments: 'sample',
      people: 'sample',
      budgets: 'sample',
      chat: 'no-platform',
      mail: undefined,
      gift: 'sample',
      'sign-in': 'no-address',
    });
  });

  it.each([
    ['chat', { ...ALL, workspaces: 0 }, SETTINGS, 'not-joined'],
    ['chat', ALL, { ...SETTINGS, platforms: [], misconfigured: ['slack'] }, 'wrong-platform'],
    ['sign-in', ALL, { ...SETTINGS, publicUrl: 'http://gifts.example.com' }, 'plain-address'],
    ['sign-in', ALL, { ...NO_SETTINGS, publicUrl: 'https://gifts.example.com' }, 'no-way-in'],
    ['sign-in', ALL, { ...NO_SETTINGS, publicUrl: 'https://gifts.example.com', hasOidc: true }, undefined],
    // Nobody can give to themselves.
    ['people', { ...ALL, people: 1 }, SETTINGS, 'nobody'],
  ] as const)('says of %s what is missing', (step, facts, settings, lack) => {
    expect(lacksOf(facts, settings)[step]).toBe(lack);
  });

  it('does not count what the company does without, and goes on to the next', () => {
    const setup = setupOf(ALL, { ...SETTINGS, hasMailServer: false, platforms: [] }, ['chat', 'mail']);

    expect(setup).toMatchObject({ done: 5, of: 6, next: { step: 'sign-in' } });
    expect(setupOf(ALL, NO_SETTINGS, ['chat', 'mail', 'sign-in']).next).toBeUndefined();
  });
});
