import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAddressJudge } from '#adapters/webhooks/http/judge-address.ts';

const judge = createAddressJudge([]);

const v4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join('.'));

function hexOf(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

describe('an address', () => {
  it.each([
    '93.184.215.14',
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '::ffff:93.184.215.14',
    '64:ff9b::5db8:d70e',
  ])('that anybody can have may be called: %s', (address) => {
    expect(judge(address)).toBe('public');
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
    '1.2.3',
  ])('that is private, special or none may not: %s', (address) => {
    expect(judge(address)).toBe('forbidden');
  });

  it('is judged alike in each form that it has in IPv6', () => {
    fc.assert(
      fc.property(v4, (address) => {
        const forms = [`::ffff:${address}`, `::ffff:${hexOf(address)}`, `64:ff9b::${hexOf(address)}`];
        expect(forms.map(judge)).toEqual(forms.map(() => judge(address)));
      }),
    );
  });

  it('may be called without being public where a network is allowed, and nowhere beside it', () => {
    const own = createAddressJudge(['10.0.5.0/24', 'fd00:1::/32', '192.168.1.7']);

    expect(['10.0.5.9', '::ffff:10.0.5.9', 'fd00:1::9', '192.168.1.7'].map(own)).toEqual(
      Array.from({ length: 4 }, () => 'allowed'),
    );
    expect(['10.0.6.9', 'fd00:2::9', '192.168.1.8', '127.0.0.1'].map(own)).toEqual(
      Array.from({ length: 4 }, () => 'forbidden'),
    );
  });
});
