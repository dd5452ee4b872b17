import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { MergeEntry } from '../../collect/index.ts'
import styles from './person.module.css'
import { personTexts, wordFor } from './personTexts.ts'
import { useMerging } from './useMerging.ts'

const shown = 20

/** What was merged into this person or parted from it; what can be taken back is taken back here. */
export function MergeLog({ person }: { person: string }) {
  const texts = useTexts(personTexts)
  const { id: workspace } = useWorkspace()
  const { data } = useQuery(api.collect.identity.mergesOf.queryOptions({ input: { workspace, person, limit: shown } }))
  if (!data || data.entries.length === 0) return null
  return (
    <section aria-labelledby="merges">
      <h2 id="merges">{texts.log}</h2>
      <ol className={styles.log}>
        {data.entries.map((entry) => (
          <li key={entry.id}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Entry({ entry: { id, at, what, anchor, with: other, reason, actor, undoable } }: { entry: MergeEntry }) {
  const texts = useTexts(personTexts)
  const format = useFormat()
  const may = useMay()
  const { undo, busy } = useMerging()
  const why = what === 'refused' ? ` (${wordFor(texts.reasons, reason)})` : ''
  return (
    <>
      <div>
        {texts.logWhat[what](anchor.value || '?', other.value || '?')}
        {why}
        <small>{texts.by(actor, format.dateTime(at))}</small>
      </div>
      {undoable && may('edit') && (
        <Button size="compact-xs" variant="default" disabled={busy} onClick={() => undo(id, texts.takenBack)}>
          {texts.takeBack}
        </Button>
      )}
    </>
  )
}
