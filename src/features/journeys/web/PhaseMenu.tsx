import { ActionIcon, Button, Menu, Modal, Select, TextInput } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTexts } from '../../../web/i18n.tsx'
import { shellTexts } from '../../../web/texts.ts'
import { type Phase, sections } from '../schema.ts'
import styles from './edit.module.css'
import { addPhase, changePhase, movePhase, removePhase } from './edits.ts'
import { freshId } from './freshId.ts'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'
import { editTexts } from './texts-edit.ts'

function PhaseForm({ phase, onDone }: { phase: Phase; onDone: () => void }) {
  const { edit } = useMap()
  const { phase: texts, done } = useTexts(editTexts)
  const { section: names } = useTexts(mapTexts)
  const [name, setName] = useState(phase.name)
  const [section, setSection] = useState(phase.section)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    edit(changePhase(phase.id, { name: name.trim() || phase.name, section }))
    onDone()
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput
        label={texts.name}
        value={name}
        maxLength={80}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        data-autofocus
      />
      <Select
        label={texts.section}
        value={section}
        allowDeselect={false}
        onChange={(chosen) => setSection(sections.find((one) => one === chosen) ?? section)}
        data={sections.map((value) => ({ value, label: names[value] }))}
      />
      <Button type="submit">{done}</Button>
    </form>
  )
}

function PhaseActions({ phase, onRename }: { phase: Phase; onRename: () => void }) {
  const { draft, edit } = useMap()
  const { phase: texts } = useTexts(editTexts)
  const position = draft.phases.findIndex(({ id }) => id === phase.id)
  const empty = draft.touchpoints.every((touchpoint) => touchpoint.phase !== phase.id)
  return (
    <>
      <Menu.Item leftSection={<IconPencil size={14} />} onClick={onRename}>
        {texts.rename}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowLeft size={14} />}
        disabled={position === 0}
        onClick={() => edit(movePhase(phase.id, -1))}
      >
        {texts.left}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowRight size={14} />}
        disabled={position === draft.phases.length - 1}
        onClick={() => edit(movePhase(phase.id, 1))}
      >
        {texts.right}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconPlus size={14} />}
        disabled={draft.phases.length >= 12}
        onClick={() => edit(addPhase({ id: freshId(), name: texts.fresh, section: phase.section }, phase.id))}
      >
        {texts.add}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTrash size={14} />}
        disabled={!empty || draft.phases.length === 1}
        onClick={() => edit(removePhase(phase.id))}
      >
        {texts.remove}
        {!empty && <small className={styles.itemHint}>{texts.removeHint}</small>}
      </Menu.Item>
    </>
  )
}

/** Everything that can be done with a phase. */
export function PhaseMenu({ phase }: { phase: Phase }) {
  const { phase: texts } = useTexts(editTexts)
  const { close } = useTexts(shellTexts)
  const [renaming, setRenaming] = useState(false)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={texts.menu(phase.name)}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <PhaseActions phase={phase} onRename={() => setRenaming(true)} />
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={renaming}
        onClose={() => setRenaming(false)}
        closeButtonProps={{ 'aria-label': close }}
        title={<b>{texts.rename}</b>}
      >
        <PhaseForm phase={phase} onDone={() => setRenaming(false)} />
      </Modal>
    </>
  )
}
