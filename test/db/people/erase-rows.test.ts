import { describe, expect, it } from 'vitest';
import { forPerson } from '#src/db/people/erase-rows.ts';
import { ACTIVITIES_OF, PERSONAL_DATA } from '#src/db/people/personal-data.ts';

const REF = {
  organizationId: '01997f0e-5a3c-7d21-9c0e-3f8a2b6d4e10',
  personId: '01997f0e-5a3c-7d21-9c0e-3f8a2b6d4e11',
};

describe('what is stored about a person', () => {
  it('is looked up by lists that no row is part of, so that each is read once and not once a row', () => {
    const texts = Object.values(PERSONAL_DATA).flatMap(({ about, becomes = {} }) => [
      ...(about === undefined ? [] : [about]),
      ...Object.values(becomes),
    ]);

    expect(texts.length).toBeGreaterThan(20);
    const made = [ACTIVITIES_OF, ':refs', ...texts].map((text) => forPerson(text, REF));
    expect(made.filter((text) => /\b[a-z]\.organization_id = [a-z]\.organization_id/u.test(text))).toEqual(
      [],
    );
  });

  it('is asked for by ids alone: anything else never gets into a query', () => {
    expect(() => forPerson(':who', { ...REF, personId: "x' or true --" })).toThrow('no id of a person');
    expect(() => forPerson(':who', { ...REF, organizationId: '' })).toThrow('no id of an organization');
  });
});
