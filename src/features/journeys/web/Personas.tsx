import { ActionIcon, Button, Select, Textarea } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../../web/i18n.tsx'
import type { Persona } from '../schema.ts'
import { changeScope } from './edits.ts'
import { freshId } from './freshId.ts'
import { initialsOf } from './initials.ts'
import { useMap } from './mapView.ts'
import styles from './persona.module.css'
import { personaTexts } from './texts-persona.ts'
import { useSegmentNames } from './useSegmentNames.ts'

const MOST = 8

const Initials = ({ name }: { name: string }) => (
  <span className={styles.initials} aria-hidden>
    {initialsOf(name)}
  </span>
)

/** The personas of the journey: choosing one shows only the journeys of its people. */
export function PersonaBar() {
  const { draft, search, go } = useMap()
  const texts = useTexts(personaTexts)
  const { personas = [] } = draft
  if (personas.length === 0) return null
  const active = personas.find(({ segment }) => segment !== null && segment === search.segment)
  return (
    <section className={styles.bar} aria-label={texts.personas}>
      {personas.map((persona) => (
        <button
          key={persona.id}
          type="button"
          className={styles.persona}
          aria-pressed={persona === active}
          disabled={persona.segment === null}
          title={persona.segment === null ? texts.unbound(persona.name) : texts.show(persona.name)}
          onClick={() => go({ segment: persona === active ? undefined : (persona.segment ?? undefined) })}
        >
          <Initials name={persona.name} />
          {persona.name}
        </button>
      ))}
      {active && active.description !== '' && <p className={styles.said}>{active.description}</p>}
    </section>
  )
}

type OneProps = {
  readonly persona: Persona
  readonly onChange: (persona: Persona) => void
  readonly onRemove: () => void
}

function OnePersona({ persona, onChange, onRemove }: OneProps) {
  const texts = useTexts(personaTexts)
  const segments = useSegmentNames()
  const [name, setName] = useState(persona.name)
  const [description, setDescription] = useState(persona.description)
  const finishName = () => {
    if (name.trim() === '') setName(persona.name)
    else if (name.trim() !== persona.name) onChange({ ...persona, name: name.trim() })
  }
  return (
    <div className={styles.edited}>
      <div className={styles.head}>
        <Initials name={name} />
        <Textarea
          size="xs"
          aria-label={texts.name}
          maxLength={80}
          autosize
          minRows={1}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value.replaceAll('\n', ' '))}
          onBlur={finishName}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={texts.remove(persona.name)} onClick={onRemove}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <Select
        size="xs"
        aria-label={texts.segment}
        allowDeselect={false}
        value={persona.segment ?? ''}
        data={[{ value: '', label: texts.noSegment }, ...segments.map(({ id, name: label }) => ({ value: id, label }))]}
        onChange={(segment) => onChange({ ...persona, segment: segment || null })}
      />
      <Textarea
        size="xs"
        aria-label={texts.description}
        placeholder={texts.description}
        maxLength={600}
        autosize
        value={description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        onBlur={() =>
          description.trim() !== persona.description && onChange({ ...persona, description: description.trim() })
        }
      />
    </div>
  )
}

/** Writes the personas of the journey. */
export function PersonaFields() {
  const { draft, edit } = useMap()
  const texts = useTexts(personaTexts)
  const { personas = [] } = draft
  const put = (next: Persona[]) => edit(changeScope({ personas: next }))
  const add = () => put([...personas, { id: freshId(), name: texts.fresh, description: '', segment: null }])
  return (
    <>
      {personas.map((persona, index) => (
        <OnePersona
          key={persona.id}
          persona={persona}
          onChange={(next) => put(personas.with(index, next))}
          onRemove={() => put(personas.toSpliced(index, 1))}
        />
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        disabled={personas.length >= MOST}
        onClick={add}
      >
        {texts.add}
      </Button>
    </>
  )
}
