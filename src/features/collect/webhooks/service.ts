import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { commonFault, faultsOf } from '../../../kernel/fault.ts'
import type { Log } from '../../../platform/log.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import { openMemory } from '../intake/memory.ts'
import type { Incoming, Intake } from '../intake/schema.ts'
import { isPublic, type Source, type SourceRef } from '../sources/schema.ts'
import { refOf } from '../sources/service.ts'
import { cleanText } from '../tracking/clean.ts'
import { readMail } from './mail.ts'
import { csvRows, readOrders } from './orders.ts'
import type { Around, Delivery, MadeWebhook, Provider, Read, Webhook, Wrong } from './schema.ts'
import { readShopify } from './shopify.ts'
import { onceOf, type Verdict, verdictOn } from './signature.ts'
import { type KeptWebhook, openWebhookStore } from './store.ts'
import { readWooCommerce } from './woocommerce.ts'

export type WebhookDeps = {
  readonly db: Database
  readonly intake: Pick<Intake, 'take' | 'reject'>
  readonly sources: { one(workspace: string, id: string): Promise<Source> }
  readonly log: Log
  readonly now: () => number
}

export const webhookFault = faultsOf({
  'webhook.missing': { status: 404, title: 'There is no such webhook' },
  'webhook.unsigned': { status: 401, title: 'The signature is wrong' },
  'webhook.expired': { status: 401, title: 'The signature is too old' },
  'webhook.undated': { status: 401, title: 'The time is not signed' },
  'webhook.malformed': { status: 400, title: 'The body is not understood' },
  'webhook.source': { status: 422, title: 'Webhooks need a source that browsers do not know' },
})

const readers: Readonly<Record<Provider, (body: unknown, around: Around) => Read>> = {
  shopify: readShopify,
  woocommerce: readWooCommerce,
  orders: readOrders,
  mail: readMail,
}

export type Sent = {
  readonly address: string
  readonly provider: string
  readonly body: Buffer
  readonly header: (name: string) => string
}

export type Answer = { readonly events: number; readonly known: number; readonly rejected: readonly Wrong[] }

const nothing: Answer = { events: 0, known: 0, rejected: [] }
const sampleLength = 2_000

const pathOf = ({ address, provider }: KeptWebhook): string => `/hooks/${address}/${provider}`

/** WooCommerce tries an address out with this before it signs anything. */
const isTrial = ({ provider, body }: Sent): boolean =>
  provider === 'woocommerce' && body.length < 100 && /^webhook_id=\d+$/.test(body.toString('utf8'))

/** JSON, or the CSV that orders may be; a `SyntaxError` where it is neither. */
function bodyOf(provider: Provider, text: string): unknown {
  if (provider === 'orders' && !/^\s*[[{]/.test(text)) return csvRows(text)
  return JSON.parse(text)
}

type Inner = WebhookDeps & { readonly store: ReturnType<typeof openWebhookStore> }

/** Setting webhooks up. */
function openManaging({ store, sources, now }: Inner) {
  const shown = async (kept: KeptWebhook): Promise<Webhook> => ({
    id: kept.id,
    source: kept.source,
    provider: kept.provider,
    path: pathOf(kept),
    created: kept.created_at.toISOString(),
    secretSince: kept.secret_at.toISOString(),
    deliveries: await store.deliveries(kept.id),
  })

  async function found(workspace: string, id: string): Promise<KeptWebhook> {
    const kept = await store.find(workspace, id)
    if (!kept) throw webhookFault('webhook.missing')
    return kept
  }

  return {
    async ofSource(workspace: string, source: string): Promise<Webhook[]> {
      await sources.one(workspace, source)
      return Promise.all((await store.ofSource(workspace, source)).map(shown))
    },

    async add(workspace: string, source: string, provider: Provider): Promise<MadeWebhook> {
      const { kind } = await sources.one(workspace, source)
      if (isPublic(kind)) throw webhookFault('webhook.source')
      const at = new Date(now())
      const made: KeptWebhook = {
        id: randomUUID(),
        workspace,
        source,
        provider,
        address: randomBytes(18).toString('base64url'),
        secret: randomBytes(32).toString('hex'),
        created_at: at,
        secret_at: at,
      }
      await store.add(made)
      return { webhook: await shown(made), secret: made.secret }
    },

    /** Another secret: the one that the other side gave, or a new one; the old one is worth nothing at once. */
    async setSecret(workspace: string, id: string, given: string | undefined): Promise<MadeWebhook> {
      await found(workspace, id)
      const secret = given ?? randomBytes(32).toString('hex')
      await store.setSecret(workspace, id, secret, new Date(now()))
      return { webhook: await shown(await found(workspace, id)), secret }
    },

    async remove(workspace: string, id: string): Promise<void> {
      if (!(await store.remove(workspace, id))) throw webhookFault('webhook.missing')
    },
  }
}

type Noted = Pick<Delivery, 'outcome'> & Partial<Pick<Delivery, 'topic' | 'events' | 'detail'>>

const refusals = {
  wrong: 'webhook.unsigned',
  expired: 'webhook.expired',
  undated: 'webhook.undated',
} as const satisfies Record<Exclude<Verdict, 'signed'>, string>

/** Taking what webhooks send. */
function openTaking({ store, intake, sources, log, now }: Inner) {
  /** The body for which each token of Mailgun was used; their time is over before it is forgotten here. */
  const used = openMemory<string>(100_000)

  function verdictOf(hook: KeptWebhook, { body, header }: Sent): Verdict {
    const verdict = verdictOn(hook.provider, { body, header, secret: hook.secret, nowMs: now() })
    const token = verdict === 'signed' && hook.provider === 'mail' ? onceOf(body) : undefined
    if (token === undefined) return verdict
    const key = `${hook.id} ${token}`
    const digest = createHash('sha256').update(body).digest('base64')
    if ((used.get(key) ?? digest) !== digest) return 'wrong'
    used.set(key, digest)
    return verdict
  }

  /** What was signed once and comes too late is shown among what stayed out. */
  async function refuse(hook: KeptWebhook, verdict: Exclude<Verdict, 'signed'>, body: Buffer): Promise<never> {
    await note(hook, { outcome: 'unsigned', detail: verdict === 'wrong' ? '' : verdict })
    if (verdict !== 'wrong') {
      const source = refOf(hook.workspace, await sources.one(hook.workspace, hook.source))
      const sample = body.toString('utf8').slice(0, sampleLength).toWellFormed()
      intake.reject(source, [{ reason: `signature.${verdict}`, field: '', detail: '', sample }])
    }
    throw webhookFault(refusals[verdict])
  }

  const note = async ({ id }: KeptWebhook, { topic = '', events = 0, detail = '', outcome }: Noted): Promise<void> => {
    const row = { topic: cleanText(topic, 100), events, detail: cleanText(detail, 300), outcome }
    await store
      .note({ webhook_id: id, received_at: new Date(now()), ...row })
      .catch((error: unknown) => log.warn({ err: error }, 'A delivery could not be noted'))
  }

  const reject = (source: SourceRef, wrong: readonly Wrong[], body: Buffer): void => {
    const sample = cleanText(body.toString('utf8'), sampleLength)
    if (wrong.length > 0)
      intake.reject(
        source,
        wrong.map((one) => ({ ...one, sample })),
      )
  }

  /** Takes what is new; a message that came before keeps the time with which it came. */
  async function take(hook: KeptWebhook, source: SourceRef, incoming: readonly Incoming[]) {
    const named = incoming.map((one) => ({ one, message: `${source.slug}:${one.messageId}` }))
    const noted = await store.claim(
      hook.id,
      named.map(({ one, message }) => ({ message, rawMs: one.rawMs })),
    )
    const fresh = new Map<string, Incoming>()
    for (const { one, message } of named) {
      const before = noted.get(message)
      if (!before?.taken) fresh.set(message, { ...one, messageId: message, rawMs: before?.rawMs ?? one.rawMs })
    }
    if (fresh.size > 0) await intake.take(source, [...fresh.values()])
    await store.markTaken(hook.id, [...fresh.keys()])
    return { events: fresh.size, known: incoming.length - fresh.size }
  }

  /** What the body says; a body that is no body at all: undefined. */
  async function read({ workspace, provider }: KeptWebhook, slug: string, { body, header }: Sent) {
    const { currency, timeZone } = await store.settings(workspace)
    try {
      const parsed = bodyOf(provider, body.toString('utf8'))
      return readers[provider](parsed, { nowMs: now(), source: slug, currency, timeZone, header })
    } catch (error) {
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }

  async function accept(hook: KeptWebhook, sent: Sent): Promise<Answer> {
    const { slug, kind, paused } = await sources.one(hook.workspace, hook.source)
    const source: SourceRef = { workspace: hook.workspace, id: hook.source, slug, kind, trusted: true }
    if (paused) {
      await note(hook, { outcome: 'ignored', detail: 'paused' })
      return nothing
    }
    const said = await read(hook, slug, sent)
    if (!said) {
      reject(source, [{ reason: 'body_malformed', field: '', detail: '' }], sent.body)
      await note(hook, { outcome: 'rejected', detail: 'body_malformed' })
      if (hook.provider === 'orders') throw webhookFault('webhook.malformed')
      return { ...nothing, rejected: [{ reason: 'body_malformed', field: '', detail: '' }] }
    }
    reject(source, said.wrong, sent.body)
    const { events, known } = await take(hook, source, said.incoming)
    const [first] = said.wrong
    const outcome = events > 0 ? 'taken' : first ? 'rejected' : known > 0 ? 'known' : 'ignored'
    const detail = first ? [first.reason, first.field, first.detail].filter(Boolean).join(': ') : ''
    await note(hook, { outcome, topic: said.topic, events, detail })
    return { events, known, rejected: said.wrong }
  }

  return {
    /**
     * A delivery. Shop systems and mail providers switch a webhook off that fails often: what they send signed is
     * always accepted, and what cannot be understood of it is kept as rejected. Only `orders`, which a person programs,
     * hears of a body that is none.
     */
    async receive(sent: Sent): Promise<Answer> {
      const hook = await store.at(sent.address)
      if (!hook || hook.provider !== sent.provider) throw commonFault('thing.missing')
      if (isTrial(sent)) return nothing
      const verdict = verdictOf(hook, sent)
      return verdict === 'signed' ? accept(hook, sent) : refuse(hook, verdict, sent.body)
    },
  }
}

export type Webhooks = ReturnType<typeof openWebhooks>

/** Where shop systems and mail providers send what happens with them. */
export function openWebhooks(deps: WebhookDeps) {
  const inner: Inner = { ...deps, store: openWebhookStore(deps.db) }
  return { ...openManaging(inner), ...openTaking(inner) }
}
