import { SegmentedControl } from '@mantine/core'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'

export type View = 'chart' | 'table'

/** Switches between a picture and the table with the same figures. */
export function TableToggle({ value, onChange }: { value: View; onChange: (view: View) => void }) {
  const { view } = useTexts(shellTexts)
  return (
    <SegmentedControl
      size="xs"
      aria-label={view.label}
      value={value}
      onChange={onChange}
      data={[
        { value: 'chart', label: view.chart },
        { value: 'table', label: view.table },
      ]}
    />
  )
}
