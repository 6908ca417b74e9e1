/** What there is to do before people can give, in the order in which it is done. */
export const SETUP_STEPS = [
  'company',
  'departments',
  'people',
  'budgets',
  'chat',
  'mail',
  'gift',
  'sign-in',
] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** What a company is called before anybody says what it is called. */
export const UNNAMED = 'My organization';

/** What the database says. `workspaces`: chat workspaces that joined, without the playground. */
export type SetupFacts = {
  name: string;
  /** Everything here was made up, to play with. */
  isSample: boolean;
  departments: number;
  people: number;
  /** Departments that have a budget. */
  budgets: number;
  workspaces: number;
  hasGift: boolean;
};

/** What the settings say. */
export type SetupSettings = {
  /** The chat platforms that are configured, without the playground. */
  platforms: readonly string[];
  /** Those whose settings are wrong or not complete. */
  misconfigured: readonly string[];
  hasMailServer: boolean;
  publicUrl: string | undefined;
  hasOidc: boolean;
};

/** What keeps a step from being done. */
export type SetupLack =
  | 'sample'
  | 'unnamed'
  | 'no-departments'
  | 'nobody'
  | 'no-budget'
  | 'no-platform'
  | 'wrong-platform'
  | 'not-joined'
  | 'no-mail-server'
  | 'no-gift'
  | 'no-address'
  | 'plain-address'
  | 'no-way-in';

/** `lack` is missing where the step is done; `isHidden`: the company does without it. */
export type SetupLine = { step: SetupStep; lack?: SetupLack; isHidden: boolean };

/** How far the set-up has come. `next` is missing when nothing is left to do. */
export type Setup = { lines: readonly SetupLine[]; done: number; of: number; next?: SetupLine };

/**
 * How far the set-up has come: a step is done when the facts say so, and nobody ticks it off. Those in `hidden` do not count.
 */
export function setupOf(facts: SetupFacts, settings: SetupSettings, hidden: readonly SetupStep[]): Setup {
  const lines = SETUP_STEPS.map((step): SetupLine => {
    const lack = LACKS[step](facts, settings);
    return { step, isHidden: hidden.includes(step), ...(lack && { lack }) };
  });
  const wanted = lines.filter(({ isHidden }) => !isHidden);
  const left = wanted.filter(({ lack }) => lack !== undefined);
  const [next] = left;
  return { lines, done: wanted.length - left.length, of: wanted.length, ...(next && { next }) };
}

type Look = (facts: SetupFacts, settings: SetupSettings) => SetupLack | undefined;

/** What one has before one has people of one's own was made up with them. */
function ofOwn(look: Look): Look {
  return (facts, settings) => (facts.isSample ? 'sample' : look(facts, settings));
}

const LACKS: Readonly<Record<SetupStep, Look>> = {
  company: ofOwn(({ name }) => (name === UNNAMED ? 'unnamed' : undefined)),
  departments: ofOwn(({ departments }) => (departments === 0 ? 'no-departments' : undefined)),
  // Nobody can give to themselves.
  people: ofOwn(({ people }) => (people < 2 ? 'nobody' : undefined)),
  budgets: ofOwn(({ budgets }) => (budgets === 0 ? 'no-budget' : undefined)),
  chat: ({ workspaces }, { platforms, misconfigured }) => {
    if (misconfigured.length > 0) return 'wrong-platform';
    if (platforms.length === 0) return 'no-platform';
    return workspaces === 0 ? 'not-joined' : undefined;
  },
  mail: (_, { hasMailServer }) => (hasMailServer ? undefined : 'no-mail-server'),
  gift: ofOwn(({ hasGift }) => (hasGift ? undefined : 'no-gift')),
  'sign-in': (_, { publicUrl, platforms, hasMailServer, hasOidc }) => {
    if (publicUrl === undefined) return 'no-address';
    if (!publicUrl.startsWith('https:')) return 'plain-address';
    return platforms.length > 0 || hasMailServer || hasOidc ? undefined : 'no-way-in';
  },
};
