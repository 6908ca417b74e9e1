import { describe, expect, it } from 'vitest';
import { guestOf, isActiveBy, readYesOrNo } from '#src/domain/people/employment-words.ts';

function words(text: string): string[] {
  return text.split('|');
}

const GONE = words(
  'Inactive|deactivated|Disabled|suspended|TERMINATED|archived|left|leaver|former|Former Employee|former member|resigned|deleted|dismissed|retired|deceased|separated|offboarded|exited|bot|not active|Not Employed|FALSE|No|n|0|inaktiv|deaktiviert|gesperrt|ausgeschieden|ausgetreten|gekündigt|entlassen|beendet|ehemalig|nein|falsch',
);
const HERE = words('Active|Full-Time|On Leave|Member|aktiv|yes|1||Primary Owner|probation');

describe('the status of a person in a file', () => {
  it.each(GONE)('says that they have left: %s', (status) => {
    expect(isActiveBy([status])).toBe(false);
    expect(isActiveBy(['Active', status])).toBe(false);
  });

  it.each(HERE)('sends nobody away: “%s”', (status) => {
    expect(isActiveBy([status])).toBe(true);
  });

  it.each(words('Guest|Gast|Multi-Channel Guest|single_channel_guest|External|extern'))(
    'says that they are a guest: %s',
    (status) => {
      expect(guestOf([status])).toBe(true);
      expect(guestOf(['Active', status])).toBe(true);
    },
  );

  it('does not say that they are no guest', () => {
    expect(guestOf(['Active'])).toBeUndefined();
    expect(guestOf([])).toBeUndefined();
  });
});

describe('yes or no in a file', () => {
  it.each(words('Yes|y|TRUE|1|x|ja|wahr|Guest|Gast|external|extern'))('is yes: %s', (text) => {
    expect(readYesOrNo(text)).toBe(true);
  });

  it.each(words('No|n|FALSE|0|nein|falsch|Member|Mitglied|Employee|internal|intern'))('is no: %s', (text) => {
    expect(readYesOrNo(text)).toBe(false);
  });

  it.each(words('|maybe|2|yes and no|unknown'))('is neither: “%s”', (text) => {
    expect(readYesOrNo(text)).toBeUndefined();
  });
});
