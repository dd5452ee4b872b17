import { Select } from '@mantine/core'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { type ContactField, type ContactMapping, type ContactPreview, contactFields } from '../../contacts/schema.ts'
import styles from './contacts.module.css'
import { contactTexts } from './texts.ts'

const groups = [
  ['who', ['customer', 'record', 'email', 'phone']],
  [
    'address',
    [
      'full_name',
      'first_name',
      'last_name',
      'title',
      'company',
      'street',
      'house_number',
      'postcode',
      'city',
      'country',
    ],
  ],
  ['person', ['gender', 'birthday', 'language', 'created']],
  ['consent', ['newsletter', 'newsletter_out', 'newsletter_date', 'phone_consent', 'phone_out', 'phone_date']],
  ['rest', ['trait', 'ignore']],
] as const satisfies readonly (readonly [string, readonly ContactField[]])[]

const isField = (value: string | null): value is ContactField => contactFields.some((field) => field === value)

type Props = {
  readonly preview: ContactPreview
  readonly mapping: ContactMapping
  readonly onChoose: (column: string, field: ContactField) => void
}

/** The columns of a file with what stands in them, and what each means. */
export function ColumnList({ preview, mapping, onChoose }: Props) {
  const { mapping: texts } = useTexts(contactTexts)
  const format = useFormat()
  const data = groups.map(([group, fields]) => ({
    group: texts.groups[group],
    items: fields.map((field) => ({ value: field, label: texts.fields[field] })),
  }))
  const meanings = new Map(mapping.columns.map(({ column, field }) => [column, field]))
  return (
    <table className={styles.columns}>
      <thead>
        <tr>
          <th scope="col">{texts.column}</th>
          <th scope="col">{texts.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map(({ name, samples, filled }) => {
          const field = meanings.get(name) ?? 'trait'
          return (
            <tr key={name} data-field={field}>
              <th scope="row">
                <b>{name}</b>
                <small>{samples.length === 0 ? texts.empty : texts.filled(format.percent(filled, 0))}</small>
                <span>{samples.join(' · ')}</span>
              </th>
              <td>
                <Select
                  aria-label={texts.meaningOf(name)}
                  data={data}
                  value={field}
                  allowDeselect={false}
                  maxDropdownHeight={320}
                  onChange={(value) => isField(value) && onChoose(name, value)}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
