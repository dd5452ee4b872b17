import type { z } from 'zod'
import { commonFault } from '../../../kernel/fault.ts'
import { storable } from '../../../kernel/text.ts'
import type { Intake, Rejected } from '../intake/schema.ts'
import type { SourceRef } from '../sources/schema.ts'
import { behindBy, isSane, type Origin, toIncoming } from './events.ts'
import { type Delivery, type Device, Message, type Receipt, Withdrawal } from './schema.ts'
import type { CaptureStore, Shop } from './store.ts'
import { ofMessage, removeCaptured, type Withdrawing } from './withdraw.ts'
import { undoMs } from './words.ts'

export type TakeDeps = Withdrawing & {
  readonly store: CaptureStore
  readonly intake: Pick<Intake, 'take' | 'reject' | 'stored'>
  readonly sourceOf: (workspace: Shop) => Promise<SourceRef>
  readonly originOf: (workspace: Shop, device: Device | null) => Promise<Omit<Origin, 'behindMs' | 'nowMs'>>
  readonly now: () => number
}

type Refused = { readonly id: string; readonly rejected: Rejected }
type Read<T> = { readonly good: readonly T[]; readonly refused: readonly Refused[] }

const longestSample = 2000

/** The device must be able to forget what it sent wrong, so an id is found where there is one. */
function idIn(message: unknown): string {
  const named = typeof message === 'object' && message !== null && 'id' in message ? message.id : ''
  return typeof named === 'string' ? named.slice(0, 100) : ''
}

/** What of a list is as it should be, and what is not with its reason; `wrong` says what else is wrong with one. */
function read<T>(list: readonly unknown[], schema: z.ZodType<T>, wrong: (one: T) => string | undefined): Read<T> {
  const good: T[] = []
  const refused: Refused[] = []
  for (const one of list) {
    const parsed = schema.safeParse(one)
    const why = parsed.success ? wrong(parsed.data) : undefined
    if (parsed.success && why === undefined) {
      good.push(parsed.data)
      continue
    }
    const [issue] = parsed.success ? [] : parsed.error.issues
    const detail = issue?.message ?? why ?? ''
    const sample = storable(JSON.stringify(one).slice(0, longestSample))
    const field = issue?.path.join('.') ?? ''
    refused.push({ id: idIn(one), rejected: { reason: 'message.invalid', field, detail, sample } })
  }
  return { good, refused }
}

const messagesIn = (messages: readonly unknown[], kind: Device['kind'] | null): Read<Message> => {
  const wanted = kind === 'question' ? 'answer' : 'note'
  return read(messages, Message, (message) => {
    if (message.what !== wanted) return 'Not a message of this device'
    return isSane(message) ? undefined : 'The time cannot be'
  })
}

/** The clocks of device and undo are the same, so their difference holds whatever the clock shows. */
const mayWithdraw = ({ at, undone }: Withdrawal): boolean => undone >= at && undone - at <= undoMs

/** Takes deliveries of devices. Those of a workspace go one after the other: a message must not pass its withdrawal. */
export function openTaking(deps: TakeDeps) {
  const { store, intake, sourceOf, originOf, now } = deps
  const turns = new Map<string, Promise<unknown>>()

  function inTurn<T>(workspace: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(workspace) ?? Promise.resolve()
    const done = before.catch(() => undefined).then(work)
    turns.set(workspace, done)
    const forget = () => {
      if (turns.get(workspace) === done) turns.delete(workspace)
    }
    done.then(forget, forget)
    return done
  }

  async function withdraw(workspace: string, withdrawals: readonly Withdrawal[]): Promise<void> {
    const allowed = withdrawals.filter(mayWithdraw)
    await store.withdraw(
      workspace,
      allowed.map(({ id }) => id),
      new Date(now()),
    )
    for (const { id, at } of allowed) await removeCaptured(deps, workspace, ofMessage(workspace, id, at))
  }

  async function carryOut(workspace: Shop, device: Device | null, delivery: Delivery): Promise<Receipt> {
    const { good, refused: strange } = messagesIn(delivery.messages, device?.kind ?? null)
    const withdrawals = read(delivery.withdrawals, Withdrawal, () => undefined)
    const refused = [...strange, ...withdrawals.refused]
    const source = await sourceOf(workspace)
    if (refused.length > 0) {
      intake.reject(
        source,
        refused.map(({ rejected }) => rejected),
      )
    }
    await withdraw(workspace.id, withdrawals.good)
    const gone = await store.withdrawn(
      workspace.id,
      good.map(({ id }) => id),
    )
    const nowMs = now()
    const origin = { ...(await originOf(workspace, device)), behindMs: behindBy(delivery.sent, nowMs), nowMs }
    const incoming = good.filter(({ id }) => !gone.has(id)).map((message) => toIncoming(message, origin))
    if (incoming.length > 0) await intake.take(source, incoming)
    const taken = [...good, ...withdrawals.good].map(({ id }) => id)
    return { taken, refused: refused.map(({ id }) => id) }
  }

  return {
    inTurn,
    /** Everything in it is durable, or the device must send it again. */
    deliver: (workspace: Shop, device: Device | null, delivery: Delivery): Promise<Receipt> => {
      if (JSON.stringify(delivery).length > 2_000_000) throw commonFault('request.invalid', 'The delivery is too large')
      return inTurn(workspace.id, () => carryOut(workspace, device, delivery))
    },
  }
}
