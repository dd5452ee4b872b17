import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { ChannelPreview, ChannelRule } from '../../channels/schema.ts'
import styles from './channels.module.css'
import { channelInWords } from './draft.ts'
import { channelTexts } from './texts.ts'

const shown = 12

/** What changed rules would do to the last visits; asked for while they are changed and whole. */
export function useEffectOf(rules: ChannelRule[], enabled: boolean) {
  const { id: workspace } = useWorkspace()
  return useQuery(
    api.collect.channels.preview.queryOptions({
      input: { workspace, rules },
      enabled,
      placeholderData: keepPreviousData,
    }),
  )
}

export function EffectSentence({ preview }: { preview: ChannelPreview | undefined }) {
  const texts = useTexts(channelTexts)
  const { number } = useFormat()
  if (!preview) return <p>{texts.looking}</p>
  if (preview.visits === 0) return <p>{texts.noVisits}</p>
  if (preview.changed === 0) return <p>{texts.noChange(number(preview.visits))}</p>
  return <p>{texts.change(number(preview.changed), number(preview.visits))}</p>
}

export function EffectTable({ preview }: { preview: ChannelPreview | undefined }) {
  const texts = useTexts(channelTexts)
  const language = useLanguage()
  const { number } = useFormat()
  if (!preview || preview.changes.length === 0) return null
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <th scope="col">{texts.before}</th>
          <th scope="col">{texts.after}</th>
          <th scope="col">{texts.visits}</th>
        </tr>
      </thead>
      <tbody>
        {preview.changes.slice(0, shown).map(({ before, after, visits }) => (
          <tr key={`${before}\n${after}`}>
            <td>{channelInWords(before, language)}</td>
            <td>{channelInWords(after, language)}</td>
            <td>{number(visits)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
