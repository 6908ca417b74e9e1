import { describe, expect, it } from 'vitest';
import { createFindAddress } from '#src/web/sign-in/client-address.ts';

const PROXIES = ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'];

describe('the address that a request came from', () => {
  it.each([
    ['nobody is trusted', [], '203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['it comes directly', PROXIES, '203.0.113.5', undefined, '203.0.113.5'],
    ['a stranger writes the header', PROXIES, '203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['one proxy stands before us', PROXIES, '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['somebody wrote more before the proxy', PROXIES, '127.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['two proxies stand before us', PROXIES, '127.0.0.1', '198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['the header is missing', PROXIES, '127.0.0.1', undefined, '127.0.0.1'],
    ['the header is nonsense', PROXIES, '127.0.0.1', '<script>', '127.0.0.1'],
    ['all hops are proxies', PROXIES, '127.0.0.1', '10.0.0.9', '10.0.0.9'],
    ['IPv6 wraps IPv4', PROXIES, '::ffff:127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['hops have ports', PROXIES, '127.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['it is IPv6', PROXIES, 'fd00::1', '[2001:db8::7]:4711', '2001:db8::7'],
  ])('when %s', (_, trusted, peer, forwarded, expected) => {
    expect(createFindAddress(trusted)({ peer, forwarded })).toBe(expected);
  });
});
