import { BlockList, isIP } from 'node:net';

/** Whether an address of a socket is one of the proxies. */
export type IsProxy = (address: string | undefined) => boolean;

/** @throws Error for what is neither an address nor a network (`10.0.0.0/8`). */
export function trustedProxies(proxies: readonly string[]): IsProxy {
  if (proxies.length === 0) return () => false;
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = familyOf(address);
    if (family === undefined) throw new Error(`'${proxy}' is no address of a proxy, nor a network of proxies.`);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (remote) => {
    const address = plainAddress(remote);
    const family = familyOf(address);
    return family !== undefined && list.check(address, family);
  };
}

/** A socket for both families gives addresses of the old one in clothes of the new. */
export function plainAddress(address: string | undefined): string {
  return address?.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '') ?? '';
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}
