import type { ContactLine } from '../../collect/index.ts'
import type { Contact, ContactConsent, Identifier } from './contact.ts'

/** Something that stands for a contact; `system` is the kind of its number, with the program where it is a record of one. */
export type Owner = { readonly anchor: string; readonly system: string }

export const systemOf = ({ kind, value }: Identifier): string =>
  kind === 'contact' ? `contact:${value.slice(0, value.indexOf(':'))}` : kind

/** What is known already of the contacts of a batch, and of those that came before in the file. */
export type Known = {
  identity(anchor: string): boolean
  joined(anchor: string, other: string): boolean
  /** The contacts that an e-mail address or a phone number belongs to. */
  owners(anchor: string): readonly Owner[]
  says(anchor: string, key: string, value: string): boolean
  /** Whether the contact's last word on a purpose is this, or is a refusal that no file may undo. */
  decided(anchors: readonly string[], consent: ContactConsent): boolean
}

export type Change = {
  readonly outcome: 'added' | 'updated' | 'unchanged'
  /** Identifiers that stay with another contact. */
  readonly shared: number
  readonly line: ContactLine
  /** The identifiers that are this contact's, the one that stands for it first. */
  readonly own: readonly Identifier[]
  readonly consents: readonly ContactConsent[]
}

/** Whether an identifier must stay with its owner: households share telephones, and one program knows nobody twice. */
const staysWith = (owner: Owner, first: Identifier, { kind }: Identifier): boolean =>
  owner.anchor !== first.anchor && (kind === 'phone' || owner.system === systemOf(first))

/**
 * What a contact brings that is not known yet. An e-mail address joins the records of different programs; one that
 * belongs to another contact of the same program, and a phone number of anybody else, stays a trait here, and the pair
 * is proposed as duplicates.
 */
export function changesOf(contact: Contact, known: Known, row: number, receivedMs: number): Change | undefined {
  const [first, ...others] = contact.identifiers
  if (!first) return undefined
  const mayJoin = (one: Identifier, same: ReadonlySet<string>) =>
    known.owners(one.anchor).every((owner) => same.has(owner.anchor) || !staysWith(owner, first, one))
  const mails = others.filter((one) => one.kind !== 'phone' && mayJoin(one, new Set()))
  const same = new Set(
    [first, ...mails].flatMap(({ anchor }) => [anchor, ...known.owners(anchor).map((one) => one.anchor)]),
  )
  const own = others.filter((one) => mails.includes(one) || (one.kind === 'phone' && mayJoin(one, same)))
  const mine = [first, ...own]
  const fresh = mine.filter(({ anchor }) => !known.identity(anchor))
  const joining = own.filter(({ anchor }) => !known.joined(first.anchor, anchor))
  const said = [...contact.traits].filter(([key, value]) => !known.says(first.anchor, key, value))
  const consents = contact.consents.filter(
    (consent) =>
      !known.decided(
        mine.map(({ anchor }) => anchor),
        consent,
      ),
  )
  const added = fresh.length === mine.length
  const updated = fresh.length + joining.length + said.length + consents.length > 0
  return {
    outcome: added ? 'added' : updated ? 'updated' : 'unchanged',
    shared: others.length - own.length,
    own: mine,
    consents,
    line: {
      anchor: first.anchor,
      row,
      added,
      time: contact.createdMs ?? receivedMs,
      anchors: fresh.map(({ anchor }) => anchor),
      kinds: fresh.map(({ kind }) => kind),
      values: fresh.map(({ value }) => value),
      others: joining.map(({ anchor }) => anchor),
      keys: said.map(([key]) => key),
      texts: said.map(([, value]) => value),
    },
  }
}
