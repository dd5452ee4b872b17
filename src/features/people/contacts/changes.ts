import type { ContactLine } from '../../collect/index.ts'
import type { Contact, ContactConsent, Identifier } from './contact.ts'

/** What is known already of the contacts of a batch, and of those that came before in the file. */
export type Known = {
  identity(anchor: string): boolean
  joined(anchor: string, other: string): boolean
  /** The contacts that an e-mail address or a phone number belongs to. */
  owners(anchor: string): readonly string[]
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

/**
 * What a contact brings that is not known yet. An identifier that belongs to another contact never joins the two: it
 * stays a trait here, and the pair is proposed as duplicates.
 */
export function changesOf(contact: Contact, known: Known, row: number, receivedMs: number): Change | undefined {
  const [first, ...others] = contact.identifiers
  if (!first) return undefined
  const same = new Set([first.anchor, ...known.owners(first.anchor)])
  const own = others.filter(({ anchor }) => known.owners(anchor).every((owner) => same.has(owner)))
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
