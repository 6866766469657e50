import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { plainAddress, trustedProxies } from './trusted-proxies';

export interface ClientAddressOptions {
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

/** Finds out where a request comes from: the nearest address that is no proxy of ours. Empty when the client is gone. */
export function clientAddressOf(options: ClientAddressOptions): (req: IncomingMessage) => string {
  const isProxy = trustedProxies(options.trustedProxies);
  return (req) => {
    let address = plainAddress(req.socket.remoteAddress);
    const header = req.headers['x-forwarded-for'];
    if (header === undefined || !isProxy(address)) return address;
    // Each proxy appends whom it heard; what a client wrote itself stands further left.
    for (const hop of String(header).split(',').reverse()) {
      const heard = plainAddress(hop.trim());
      if (isIP(heard) === 0) return address;
      address = heard;
      if (!isProxy(address)) return address;
    }
    return address;
  };
}
