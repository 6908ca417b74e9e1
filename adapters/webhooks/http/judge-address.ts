import { BlockList, isIP } from 'node:net';

/** Whether an address may be called: anybody's on the internet, or one that the setting allows. */
export type AddressKind = 'public' | 'allowed' | 'forbidden';

/**
 * Not anybody's on the internet: private, loopback, link-local, multicast, reserved.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // Looks public, and is where Azure's machines find their own host.
  '168.63.129.16/32',
];

/** All that anybody on the internet can have, and what is special in it. */
const GLOBAL_V6 = ['2000::/3'];
/** @see https://www.iana.org/assignments/iana-ipv6-special-registry */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** The forms of IPv6 whose last 32 bits are an IPv4 address: mapped, and what NAT64 makes of it. */
const EMBEDDING = ['::ffff:0:0/96', '64:ff9b::/96'];

const specialV4 = listOf(SPECIAL_V4);
const globalV6 = listOf(GLOBAL_V6);
const specialV6 = listOf(SPECIAL_V6);
const embedding = listOf(EMBEDDING);

/** Makes the judge of addresses. `networks`: those that may be called all the same, as CIDRs. */
export function createAddressJudge(networks: readonly string[]): (address: string) => AddressKind {
  const allowed = listOf(networks);
  return function judge(address) {
    const version = isIP(address);
    if (version === 4) return judgeV4(address);
    return version === 6 ? judgeV6(address) : 'forbidden';
  };

  function judgeV4(address: string): AddressKind {
    if (allowed.check(address, 'ipv4')) return 'allowed';
    return specialV4.check(address, 'ipv4') ? 'forbidden' : 'public';
  }

  function judgeV6(address: string): AddressKind {
    const groups = groupsOf(address);
    if (!groups) return 'forbidden';
    const full = groups.map((group) => group.toString(16)).join(':');
    if (embedding.check(full, 'ipv6')) return judgeV4(lastV4(groups));
    if (allowed.check(full, 'ipv6')) return 'allowed';
    return globalV6.check(full, 'ipv6') && !specialV6.check(full, 'ipv6') ? 'public' : 'forbidden';
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return list;
}

/** The eight numbers of an IPv6 address; undefined for one with a zone, which names a card of this machine. */
function groupsOf(address: string): number[] | undefined {
  const text = `http://[${address}]`;
  if (!URL.canParse(text)) return undefined;
  const [head = '', tail] = new URL(text).hostname.slice(1, -1).split('::');
  const [before, after] = [numbersOf(head), numbersOf(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after];
}

function numbersOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function lastV4(groups: readonly number[]): string {
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}
