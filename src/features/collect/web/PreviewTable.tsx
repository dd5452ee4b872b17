import { NativeSelect } from '@mantine/core'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import { identifierKinds, type Mapping, type Preview } from '../schema.ts'
import styles from './collect.module.css'
import { importTexts } from './importTexts.ts'
import { assignRole, columnRoles, roleOf } from './mapping.ts'

function useRoleOptions() {
  const { mapping: texts } = useTexts(importTexts)
  return [
    {
      group: texts.person,
      items: identifierKinds.map((kind) => ({ value: `person:${kind}`, label: texts.kinds[kind] })),
    },
    {
      group: texts.event,
      items: (['time', 'event', 'channel', 'value'] as const).map((role) => ({
        value: role,
        label: texts.roles[role],
      })),
    },
    {
      group: texts.details,
      items: (['currency', 'session', 'message'] as const).map((role) => ({ value: role, label: texts.roles[role] })),
    },
    {
      group: texts.rest,
      items: (['property', 'ignore'] as const).map((role) => ({ value: role, label: texts.roles[role] })),
    },
  ]
}

type Props = {
  readonly preview: Preview
  readonly mapping: Mapping
  readonly onChange: (mapping: Mapping) => void
}

/** The first rows; each column's head says what it is taken for. */
export function PreviewTable({ preview, mapping, onChange }: Props) {
  const { mapping: texts } = useTexts(importTexts)
  const { timeZone } = useWorkspace()
  const format = useFormat()
  const options = useRoleOptions()
  const choose = (column: string, chosen: string) => {
    const role = columnRoles.find((one) => one === chosen)
    if (role) onChange(assignRole(mapping, column, role, timeZone))
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.preview} tabIndex={0} aria-label={texts.preview}>
      <table>
        <thead>
          <tr>
            {preview.columns.map((column) => {
              const role = roleOf(mapping, column.name)
              return (
                <th key={column.name} scope="col" data-role={role.split(':')[0]}>
                  <NativeSelect
                    size="xs"
                    aria-label={texts.roleOf(column.name)}
                    data={options}
                    value={role}
                    onChange={(event) => choose(column.name, event.currentTarget.value)}
                  />
                  <span className={styles.columnName} title={column.name}>
                    {column.name}
                  </span>
                  <small>{texts.filled(format.percent(column.filled, 0))}</small>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing but their place
            <tr key={line}>
              {preview.columns.map((column, i) => (
                <td key={column.name} title={row[i]} data-role={roleOf(mapping, column.name)}>
                  {row[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
