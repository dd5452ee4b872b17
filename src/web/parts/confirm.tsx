import { Button, Group, Modal, Text } from '@mantine/core'
import { createContext, type ReactNode, use, useCallback, useState } from 'react'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'

type Asked = { readonly title: string; readonly text: ReactNode; readonly yes: string; readonly danger?: boolean }
type Ask = (question: Asked) => Promise<boolean>

const Asking = createContext<Ask>(async () => false)

/** Asks before something that cannot be taken back easily; resolves to the answer. */
export const useConfirm = (): Ask => use(Asking)

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false)
  const [asked, setAsked] = useState<(Asked & { readonly answer: (yes: boolean) => void }) | null>(null)
  const { cancel } = useTexts(shellTexts)
  const ask = useCallback<Ask>(
    (question) =>
      new Promise((answer) => {
        setAsked({ ...question, answer })
        setOpened(true)
      }),
    [],
  )
  const settle = (yes: boolean) => {
    asked?.answer(yes)
    setOpened(false)
  }
  return (
    <Asking value={ask}>
      {children}
      <Modal.Root opened={opened} onClose={() => settle(false)} centered radius="lg">
        <Modal.Overlay backgroundOpacity={0.35} />
        <Modal.Content aria-label={asked?.title} role="alertdialog">
          <Modal.Body p={22}>
            <h2>{asked?.title}</h2>
            <Text c="dimmed" mt={6}>
              {asked?.text}
            </Text>
            <Group justify="flex-end" mt="lg" gap={8}>
              <Button variant="default" onClick={() => settle(false)} data-autofocus>
                {cancel}
              </Button>
              <Button color={asked?.danger ? 'bad' : 'ink'} onClick={() => settle(true)}>
                {asked?.yes}
              </Button>
            </Group>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </Asking>
  )
}
