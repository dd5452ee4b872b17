import { BlockList, isIP } from 'node:net'
import { hostname } from 'node:os'
import type { FastifyRequest } from 'fastify'
import { faultsOf } from '../../kernel/fault.ts'
import type { Config } from '../config.ts'

export const reachFault = faultsOf({
  'host.unknown': { status: 421, title: 'Fernweh does not answer under this address' },
})

export type ReachConfig = Pick<Config, 'host' | 'publicUrl'> & Partial<Pick<Config, 'hosts' | 'proxies'>>

/** Who can reach this server, under which names, and through whom. */
export type Reach = {
  /** Whether it is open to more than this machine. */
  readonly isOpen: boolean
  /** The sentence for a Host header that is none of ours; undefined for one that is. */
  refusalOf(host: string): string | undefined
  /** Whether an address is one of the proxies that may say who their client is. */
  isProxy(address: string): boolean
  /** Whether it came from this machine straight to this server, under a name of this machine alone. */
  isLocal(request: FastifyRequest): boolean
}

/** What a proxy adds; with one of these the sender is not the one who asks. */
const passedOn = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']

/** The name in a Host header in small letters, without port and brackets; '' where the header is not understood. */
export function nameIn(host: string): string {
  const [, name = ''] = /^(\[[\da-f:.]{2,45}\]|[\w.-]{1,253})(?::\d{1,5})?$/i.exec(host) ?? []
  return name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1')
}

/** Whether a name or an address means this machine for whoever uses it. */
export const isLoopback = (name: string): boolean =>
  name === 'localhost' || name === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/i.test(name)

function listOf(proxies: readonly string[]): BlockList {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

/**
 * Another website can give its own name the address of this machine and so make browsers talk to it as to itself. No
 * website can do that with an address in figures: these always serve, names only where they are ours.
 */
export function openReach({ host, publicUrl, hosts = [], proxies = [] }: ReachConfig): Reach {
  const own = hostname().toLowerCase()
  const published = publicUrl === undefined ? [] : [nameIn(new URL(publicUrl).host)]
  const names = new Set(['localhost', own, `${own}.local`, ...published, ...hosts])
  const trusted = listOf(proxies)
  const isProxy = (address: string): boolean =>
    isIP(address) !== 0 && trusted.check(address.replace(/%.*$/, ''), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return {
    isOpen: proxies.length > 0 || ![host, ...published, ...hosts].every(isLoopback),
    isProxy,
    refusalOf(asked) {
      const name = nameIn(asked)
      if (name !== '' && (isIP(name) !== 0 || names.has(name))) return undefined
      const what = name === '' ? 'this address' : name
      return `Fernweh does not answer under ${what}. If it should, set FERNWEH_URL to the address that people use, or name it in FERNWEH_HOSTS.`
    },
    isLocal({ socket, headers }) {
      const address = socket.remoteAddress ?? ''
      const straight = passedOn.every((name) => headers[name] === undefined) && !isProxy(address)
      return straight && isLoopback(address) && isLoopback(nameIn(headers.host ?? ''))
    },
  }
}
