import { ActionIcon, Button } from '@mantine/core'
import { IconAddressBook, IconFileSpreadsheet, IconFileTypeCsv, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import table from '../../../../web/parts/table.module.css'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import styles from './contacts.module.css'
import { contactTexts } from './texts.ts'

const files = [
  ['csv', IconFileTypeCsv],
  ['xlsx', IconFileSpreadsheet],
  ['vcard', IconAddressBook],
] as const

/** What else can be done with contacts: take them along, see what came before, forget how it was read. */
export function ContactsSide() {
  return (
    <>
      <Past />
      <Saved />
      <Exporting />
    </>
  )
}

function Exporting() {
  const { exporting } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  return (
    <section className={styles.card}>
      <h2>{exporting.title}</h2>
      <p>{exporting.text}</p>
      <div className={styles.row}>
        {files.map(([format, Icon]) => (
          <Button
            key={format}
            component="a"
            variant="default"
            href={`/api/w/${workspace}/contacts/file?format=${format}`}
            download
            leftSection={<Icon size={17} stroke={1.6} />}
          >
            {exporting[format]}
          </Button>
        ))}
      </div>
    </section>
  )
}

function Saved() {
  const { saved } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const toast = useToast()
  const queries = useQueryClient()
  const found = useQuery(api.people.contacts.mappings.queryOptions({ input: { workspace } }))
  const forget = useMutation(
    api.people.contacts.forgetMapping.mutationOptions({
      onSuccess: () => toast.done(saved.forgotten),
      onError: toast.problem,
      onSettled: () => queries.invalidateQueries({ queryKey: api.people.contacts.mappings.key() }),
    }),
  )
  if (!found.data || found.data.length === 0) return null
  return (
    <section className={styles.card}>
      <h2>{saved.title}</h2>
      <p>{saved.text}</p>
      <ul className={styles.saved}>
        {found.data.map(({ id, mapping, columns, used }) => (
          <li key={id}>
            <span>
              <b>{mapping.name}</b>
              <small>
                {saved.columns(format.number(columns.length))} · {format.date(used)}
              </small>
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={saved.forget(mapping.name)}
              onClick={() => forget.mutate({ workspace, mapping: id })}
            >
              <IconX size={15} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Past() {
  const { past } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const results = useQuery(api.people.contacts.results.queryOptions({ input: { workspace } }))
  const imports = useQuery(api.collect.imports.queryOptions({ input: { workspace } }))
  const rows = (imports.data ?? []).flatMap((one) => {
    const result = results.data?.find((found) => found.import === one.id)
    return result ? [{ ...one, ...result }] : []
  })
  if (rows.length === 0) return null
  return (
    <section className={styles.card} data-wide>
      <h2>{past.title}</h2>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{past.file}</th>
            <th scope="col">{past.when}</th>
            <th scope="col" className={table.right}>
              {past.added}
            </th>
            <th scope="col" className={table.right}>
              {past.updated}
            </th>
            <th scope="col" className={table.right}>
              {past.rejected}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 8).map((row) => (
            <tr key={row.id} data-faded={row.state === 'undone' || undefined}>
              <th scope="row">
                <Link to="/w/$workspace/people/contacts/$import" params={{ workspace, import: row.id }}>
                  {row.fileName}
                </Link>
                {row.state === 'undone' && <small>{past.undone}</small>}
              </th>
              <td>{format.dateTime(row.started)}</td>
              <td className={table.right} data-label={past.added}>
                {format.number(row.added)}
              </td>
              <td className={table.right} data-label={past.updated}>
                {format.number(row.updated)}
              </td>
              <td className={table.right} data-label={past.rejected}>
                {format.number(row.rejected)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
