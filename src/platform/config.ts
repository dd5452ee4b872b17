import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { faultsOf } from '../kernel/fault.ts'

const fault = faultsOf({ 'config.invalid': { status: 500, title: 'Fernweh cannot start with these settings' } })

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const isAddress = (text: string, schemes: readonly string[]): boolean =>
  URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1))

const url = (...schemes: string[]) =>
  z.string().refine((text) => isAddress(text, schemes), {
    error: `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  })

const urls = z.string().refine((text) => text.split(',').every((one) => isAddress(one.trim(), ['http', 'https'])), {
  error: 'must be an address that starts with http:// or https://, or several separated by commas',
})

/** Texts separated by commas, each of one form. */
const listOf = (is: (text: string) => boolean, error: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim().toLowerCase())
        .filter((one) => one !== ''),
    )
    .refine((list) => list.every(is), { error })

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= most))
}

const port = { error: 'must be a whole number from 0 to 65535' }

const Environment = z.object({
  /** Port of the web app and the API. */
  FERNWEH_PORT: z.coerce.number(port).int(port).min(0, port).max(65535, port).default(4870),
  /** Address to listen on: 127.0.0.1 is this machine only, 0.0.0.0 opens it to the network. */
  FERNWEH_HOST: z.string().default('127.0.0.1'),
  /** Folder of all data. */
  FERNWEH_DATA: z.string().default('./data'),
  /** Where people reach it, such as https://journeys.example.com. */
  FERNWEH_URL: url('http', 'https').optional(),
  /** Further names under which it answers; its addresses in figures and the name of the machine always serve. */
  FERNWEH_HOSTS: listOf(
    (one) => /^[\w-]+(\.[\w-]+)*$/.test(one),
    'must be names such as shop.local, separated by commas',
  ),
  /** Proxies that may say who their client is, by address or network. */
  FERNWEH_PROXIES: listOf(
    isNetwork,
    'must be addresses or networks such as 10.0.0.2 or 10.0.0.0/8, separated by commas',
  ),
  /** With it `/metrics` can be read from other machines. */
  FERNWEH_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  /** Signs sessions; at least 32 characters. Without it one is made and kept in the data folder. */
  FERNWEH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  FERNWEH_LOG: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('warn'),
  /** A PostgreSQL server instead of the built-in one. */
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  /** A ClickHouse server instead of the built-in one; several, separated by commas, with a cluster. */
  CLICKHOUSE_URL: urls.optional(),
  /** Name of the ClickHouse cluster in its remote_servers. */
  CLICKHOUSE_CLUSTER: z.string().optional(),
})

export type Config = {
  readonly port: number
  readonly host: string
  /** Absolute path of the data folder. */
  readonly data: string
  /** The public origin, without a slash at its end. */
  readonly publicUrl: string | undefined
  readonly hosts: readonly string[]
  /** IP addresses and CIDR networks. */
  readonly proxies: readonly string[]
  readonly metricsToken: string | undefined
  readonly secret: string
  readonly logLevel: (typeof levels)[number]
  readonly databaseUrl: string | undefined
  readonly clickhouseUrl: string | undefined
  readonly clickhouseCluster: string | undefined
}

function makeFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw error
    const why = error instanceof Error ? error.message : String(error)
    throw fault('config.invalid', `FERNWEH_DATA ${data} cannot be used as a folder: ${why}.`)
  }
}

/** The secret of this installation, made on first use and readable by its own account alone. */
function storedSecret(data: string): string {
  const file = join(data, 'secret')
  makeFolder(data)
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32)
    throw fault('config.invalid', `The file ${file} is damaged. Remove it; everybody has to sign in again.`)
  return secret
}

/** Reads all settings once. Anything wrong is one fault that names every wrong setting. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = Environment.safeParse(filled)
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw fault('config.invalid', `Fernweh cannot start: ${wrong.join('; ')}.`)
  }
  const data = resolve(read.data.FERNWEH_DATA)
  return Object.freeze({
    port: read.data.FERNWEH_PORT,
    host: read.data.FERNWEH_HOST,
    data,
    publicUrl: read.data.FERNWEH_URL && new URL(read.data.FERNWEH_URL).origin,
    hosts: read.data.FERNWEH_HOSTS,
    proxies: read.data.FERNWEH_PROXIES,
    metricsToken: read.data.FERNWEH_METRICS_TOKEN,
    secret: read.data.FERNWEH_SECRET ?? storedSecret(data),
    logLevel: read.data.FERNWEH_LOG,
    databaseUrl: read.data.DATABASE_URL,
    clickhouseUrl: read.data.CLICKHOUSE_URL,
    clickhouseCluster: read.data.CLICKHOUSE_CLUSTER,
  })
}
