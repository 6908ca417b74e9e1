import { BlockList, isIP } from 'node:net';

/** The address that a request came from: `peer` is whoever is connected, `forwarded` the X-Forwarded-For header. */
export type FindAddress = (request: { peer: string; forwarded?: string | undefined }) => string;

/**
 * Finds where requests came from behind proxies. Anybody can write the header, so it counts only as far as trusted proxies wrote it:
 * from the right, the first address that is none of theirs.
 *
 * @param trusted networks as CIDRs, or single addresses.
 */
export function createFindAddress(trusted: readonly string[]): FindAddress {
  const proxies = blockListOf(trusted);
  function isProxy(address: string): boolean {
    return proxies.check(address, familyOf(address));
  }
  return function findAddress({ peer, forwarded = '' }) {
    const hops = forwarded.split(',').map((hop) => plain(hop));
    let address = plain(peer);
    while (isIP(address) !== 0 && isProxy(address)) {
      const before = hops.pop();
      if (before === undefined || isIP(before) === 0) return address;
      address = before;
    }
    return address;
  };
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** Without blanks, a port, brackets, or the way in which IPv6 writes an IPv4 address. */
function plain(address: string): string {
  const bare = address
    .trim()
    .replace(/^\[([^\]]+)\](?::\d+)?$/u, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/u, '$1');
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/iu, '');
}
