import { PasswordInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { shellTexts } from '../../../web/texts.ts'
import { leastPassword } from '../password/length.ts'
import { type Language, languages, type WorkspaceSettings } from '../schema.ts'
import styles from './admin.module.css'
import { currencyChoices, zones } from './defaults.ts'
import { adminTexts } from './texts.ts'

export const isMail = (text: string): boolean => /^\S+@\S+\.\S+$/.test(text.trim())

type Password = {
  readonly label: string
  readonly fresh: boolean
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
}

export function PasswordField({ label, fresh, value, onChange, error }: Password) {
  const { fields } = useTexts(adminTexts)
  const { number } = useFormat()
  return (
    <PasswordInput
      label={label}
      description={fresh ? fields.passwordHint(number(leastPassword)) : undefined}
      autoComplete={fresh ? 'new-password' : 'current-password'}
      visibilityToggleButtonProps={{ 'aria-label': fields.show }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      required
      withAsterisk={false}
    />
  )
}

type Settings = {
  readonly value: WorkspaceSettings
  readonly onChange: (change: Partial<WorkspaceSettings>) => void
  readonly nameError?: string | undefined
  readonly placeholder?: string
  readonly disabled?: boolean
}

/** Name, time zone, currency and language of a workspace. */
export function WorkspaceFields({ value, onChange, nameError, placeholder, disabled = false }: Settings) {
  const { fields } = useTexts(adminTexts)
  const { locale } = useFormat()
  const currencies = useMemo(() => [...currencyChoices(locale)], [locale])
  const zoneChoices = useMemo(() => zones().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })), [])
  return (
    <>
      <TextInput
        label={fields.workspace}
        value={value.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={nameError}
        placeholder={placeholder}
        autoComplete="organization"
        maxLength={80}
        disabled={disabled}
      />
      <div className={styles.pair}>
        <Select
          label={fields.timeZone}
          data={zoneChoices}
          value={value.timeZone}
          onChange={(timeZone) => timeZone !== null && onChange({ timeZone })}
          searchable
          allowDeselect={false}
          limit={60}
          nothingFoundMessage={fields.nothing}
          disabled={disabled}
        />
        <Select
          label={fields.currency}
          data={currencies}
          value={value.currency}
          onChange={(currency) => currency !== null && onChange({ currency })}
          searchable
          allowDeselect={false}
          limit={60}
          nothingFoundMessage={fields.nothing}
          disabled={disabled}
        />
      </div>
      <LanguageField
        label={fields.language}
        value={value.language}
        onChange={(language) => onChange({ language })}
        disabled={disabled}
      />
    </>
  )
}

type Tongue = {
  readonly label: string
  readonly value: Language
  readonly onChange: (language: Language) => void
  readonly disabled?: boolean
}

export function LanguageField({ label, value, onChange, disabled = false }: Tongue) {
  const { languages: names } = useTexts(shellTexts)
  return (
    <div>
      <div className={styles.label}>{label}</div>
      <SegmentedControl
        aria-label={label}
        data={languages.map((one) => ({ value: one, label: names[one] }))}
        value={value}
        onChange={onChange}
        disabled={disabled}
      />
    </div>
  )
}
