import { describe, expect, it } from 'vitest';
import { countryOf, taxClassOf, taxOccasionOf } from '#src/domain/gift/tax-class.ts';

const home = { region: 'DE', timeZone: 'Europe/Berlin' };

describe('how tax sees a gift', () => {
  it('reads countries as files write them', () => {
    const written = [
      'US-CA',
      'us_ca',
      'California',
      'United Kingdom',
      'uk',
      'GB-SCT',
      'Germany',
      'deu',
      'France',
      'DD',
    ];
    expect(written.map(countryOf)).toEqual(['US', 'US', 'US', 'GB', 'GB', 'GB', 'DE', 'DE', 'FR', 'DE']);
  });

  it('takes nothing for a country that is none', () => {
    expect(['', 'EMEA', 'EU', 'Building 7', 'ZZ', 'QU', 'N/A'].map(countryOf)).toEqual([
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ]);
  });

  it('takes a person’s own country before their department’s', () => {
    const asked = { isGuest: false, home, occasion: 'Birthday ' };
    expect(taxClassOf({ ...asked, region: 'US-NY' })).toEqual({
      country: 'US',
      occasion: 'birthday',
      timeZone: 'Europe/Berlin',
    });
    expect(taxClassOf({ ...asked, region: '' }).country).toBe('DE');
  });

  it('does not guess where a guest lives from the department that gave them something', () => {
    expect(taxClassOf({ isGuest: true, region: '', home, occasion: '' }).country).toBe('');
  });

  it('takes what it does not know for a reward for work', () => {
    expect(['', 'for the launch', 'Q3 contest', 'birthday of the project'].map(taxOccasionOf)).toEqual([
      'work',
      'work',
      'work',
      'work',
    ]);
    expect(['Christmas', 'WORK  ANNIVERSARY', 'wedding'].map(taxOccasionOf)).toEqual([
      'holiday',
      'anniversary',
      'life-event',
    ]);
  });
});
