import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconAddressBook,
  IconAt,
  IconCookie,
  IconCreditCard,
  IconIdBadge2,
  IconPhone,
  IconUnlink,
  IconUserCircle,
  type TablerIcon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useConfirm } from '../../../web/parts/confirm.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { PersonIdentifier } from '../../collect/index.ts'
import type { PersonIdentity, Profile } from '../schema.ts'
import styles from './person.module.css'
import { personTexts, wordFor } from './personTexts.ts'
import { useMerging } from './useMerging.ts'

const icons: Readonly<Record<string, TablerIcon>> = {
  customer: IconIdBadge2,
  user: IconUserCircle,
  email: IconAt,
  phone: IconPhone,
  card: IconCreditCard,
  contact: IconAddressBook,
}

/** What names the person, since when, and which message proved it; each can be parted from the person. */
export function PersonIdentities({ profile: { personId, identities } }: { profile: Profile }) {
  const texts = useTexts(personTexts)
  const { id: workspace } = useWorkspace()
  const proved = useQuery(api.collect.identity.identifiers.queryOptions({ input: { workspace, person: personId } }))
  const proofOf = (anchor: string) => proved.data?.find((one) => one.anchor === anchor)
  return (
    <section aria-labelledby="identities">
      <h2 id="identities">{texts.identities}</h2>
      {identities.length === 0 && <p className={styles.quiet}>{texts.noIdentities}</p>}
      <ul className={styles.identities}>
        {identities.map((identity) => (
          <Identity
            key={identity.anchor}
            identity={identity}
            proof={proofOf(identity.anchor)}
            person={personId}
            rest={identities.find(({ anchor }) => anchor !== identity.anchor)?.anchor}
          />
        ))}
      </ul>
    </section>
  )
}

type Props = {
  readonly identity: PersonIdentity
  readonly proof: PersonIdentifier | undefined
  readonly person: string
  /** Another identifier of the person, if there is one. */
  readonly rest: string | undefined
}

function Identity({ identity: { anchor, kind, value, seen }, proof, person, rest }: Props) {
  const texts = useTexts(personTexts)
  const format = useFormat()
  const may = useMay()
  const confirm = useConfirm()
  const { part, busy } = useMerging()
  const Icon = icons[kind] ?? IconCookie
  const ask = async () => {
    const { title, text, yes } = texts.part
    if (rest !== undefined && (await confirm({ title, text: text(value), yes }))) await part(person, anchor, rest)
  }
  return (
    <li>
      <span className={styles.kind}>
        <Icon size={16} stroke={1.6} aria-hidden />
      </span>
      <div>
        <b>{value}</b>
        <small>
          {wordFor(texts.kinds, kind)} · {texts.seen(format.date(seen))}
        </small>
        {proof?.proofs.slice(0, 3).map(({ with: other, how, at, value: named }) => (
          <small key={`${other} ${how}`}>{texts.proofs[how](named, at ? format.dateTime(at) : '')}</small>
        ))}
        {proof?.refused.slice(0, 3).map(({ with: other, reason, value: named }) => (
          <small key={`${other} ${reason}`}>{texts.refused(named, texts.reasons[reason])}</small>
        ))}
      </div>
      {may('edit') && rest !== undefined && (
        <Tooltip label={texts.part.action}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${texts.part.action}: ${value}`}
            disabled={busy}
            onClick={ask}
          >
            <IconUnlink size={16} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  )
}
