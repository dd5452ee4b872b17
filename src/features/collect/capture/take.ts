import { commonFault } from '../../../kernel/fault.ts'
import type { Intake, Rejected } from '../intake/schema.ts'
import type { SourceRef } from '../sources/schema.ts'
import { behindBy, isSane, type Origin, toIncoming } from './events.ts'
import { type Delivery, type Device, Message, type Receipt, type Withdrawal } from './schema.ts'
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

type Read = { readonly good: readonly Message[]; readonly refused: readonly { id: string; rejected: Rejected }[] }

const longestSample = 2000

/** The device must be able to forget what it sent wrong, so an id is found where there is one. */
function idIn(message: unknown): string {
  const named = typeof message === 'object' && message !== null && 'id' in message ? message.id : ''
  return typeof named === 'string' ? named.slice(0, 100) : ''
}

function read(messages: readonly unknown[], kind: Device['kind'] | null): Read {
  const wanted = kind === 'question' ? 'answer' : 'note'
  const good: Message[] = []
  const refused: { id: string; rejected: Rejected }[] = []
  for (const message of messages) {
    const parsed = Message.safeParse(message)
    const known = parsed.success ? parsed.data : undefined
    if (known && known.what === wanted && isSane(known)) {
      good.push(known)
      continue
    }
    const [issue] = parsed.success ? [] : parsed.error.issues
    const detail = issue?.message ?? (known?.what === wanted ? 'The time cannot be' : `Not a message of this device`)
    const sample = JSON.stringify(message).slice(0, longestSample)
    const field = issue?.path.join('.') ?? ''
    refused.push({ id: idIn(message), rejected: { reason: 'message.invalid', field, detail, sample } })
  }
  return { good, refused }
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
    const { good, refused } = read(delivery.messages, device?.kind ?? null)
    const source = await sourceOf(workspace)
    if (refused.length > 0) {
      intake.reject(
        source,
        refused.map(({ rejected }) => rejected),
      )
    }
    await withdraw(workspace.id, delivery.withdrawals)
    const gone = await store.withdrawn(
      workspace.id,
      good.map(({ id }) => id),
    )
    const nowMs = now()
    const origin = { ...(await originOf(workspace, device)), behindMs: behindBy(delivery.sent, nowMs), nowMs }
    const incoming = good.filter(({ id }) => !gone.has(id)).map((message) => toIncoming(message, origin))
    if (incoming.length > 0) await intake.take(source, incoming)
    const taken = [...good, ...delivery.withdrawals].map(({ id }) => id)
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
