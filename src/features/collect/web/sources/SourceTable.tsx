import { Link } from '@tanstack/react-router'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { SourceRow } from '../../sources/schema.ts'
import list from '../collect.module.css'
import { kindIcons } from './kinds.ts'
import { PauseButton } from './PauseButton.tsx'
import { SourceState } from './SourceState.tsx'
import { Sparkline } from './Sparkline.tsx'
import styles from './sources.module.css'
import { sourceTexts } from './texts.ts'

/** Every source with its state, volume and errors. */
export function SourceTable({ rows }: { rows: readonly SourceRow[] }) {
  const texts = useTexts(sourceTexts)
  return (
    <div className={list.scroll}>
      <table className={list.list}>
        <thead>
          <tr>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">{texts.volume}</th>
            <th scope="col" className={list.right}>
              {texts.day}
            </th>
            <th scope="col" className={list.right}>
              {texts.rejected}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row }: { row: SourceRow }) {
  const texts = useTexts(sourceTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const { volume } = row
  const Icon = kindIcons[row.kind]
  const month = format.number(volume.month)
  const toSource = { to: '/w/$workspace/sources/$source', params: { workspace, source: row.id } } as const
  return (
    <tr data-faded={row.paused || undefined}>
      <th scope="row">
        <span className={styles.name}>
          <Icon size={18} stroke={1.5} aria-hidden />
          <span>
            <Link {...toSource}>{row.name}</Link>
            <small>{texts.kinds[row.kind].name}</small>
          </span>
        </span>
      </th>
      <td data-label={texts.state}>
        <SourceState row={row} />
      </td>
      <td data-label={texts.volume}>
        <span className={styles.volume}>
          <Sparkline counts={volume.trend} label={texts.trend(month)} />
          <span>{texts.events(month, volume.month === 1)}</span>
        </span>
      </td>
      <td className={list.right} data-label={texts.day}>
        {format.number(volume.day)}
      </td>
      <td className={list.right} data-label={texts.rejected}>
        {volume.rejected > 0 ? (
          <Link {...toSource} search={{ tab: 'rejected' }} className={styles.errors}>
            {format.number(volume.rejected)}
          </Link>
        ) : (
          format.number(0)
        )}
      </td>
      <td className={list.right}>{may('edit') && <PauseButton source={row} />}</td>
    </tr>
  )
}
